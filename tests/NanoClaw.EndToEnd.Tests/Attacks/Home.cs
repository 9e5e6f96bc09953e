using Microsoft.Extensions.Logging.Abstractions;
using NanoClaw.Host;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Shares;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.EndToEnd.Tests.Attacks;

/// <summary>
/// A home of its own for an attack: the real assistant on a store on the disk, with four groups that each have a
/// memory, a note, a task and secrets in all of them.
/// </summary>
internal sealed class Home : IAsyncDisposable
{
    private static readonly string[] Letters = ["M", "A", "V", "B"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanoclaw-attack-");
    private readonly CancellationTokenSource _ending = new();
    private readonly World _world;
    private readonly string _number;
    private Assistant? _assistant;
    private Task _running = Task.CompletedTask;
    private int _messages;

    private Home(World world, Attack attack, string number)
    {
        _world = world;
        _number = number;
        Attack = attack;
        Desk = new Desk(attack.Echoes);
    }

    public Attack Attack { get; }

    public Desk Desk { get; }

    public SqliteStore Store { get; private set; } = null!;

    /// <summary>The pings that were sent, by chat.</summary>
    public Dictionary<string, string> Pings { get; } = new(StringComparer.Ordinal);

    /// <summary>The store as it was before the attack.</summary>
    public IReadOnlyList<ScheduledTask> TasksBefore { get; private set; } = [];

    public IReadOnlyList<RegisteredGroup> GroupsBefore { get; private set; } = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public string Folder(string letter) => $"{char.ToLowerInvariant(letter[0])}{_number}";

    public string Jid(string letter) => $"{Folder(letter)}@desk";

    public string TaskId(string letter) => $"t-{Folder(letter)}";

    /// <summary>Whether an address is none of another attack's.</summary>
    public bool IsOwnHost(string host) => host.Contains(_number, StringComparison.Ordinal) || !host.Any(char.IsAsciiDigit);

    /// <summary>Whether something is of this attack's groups.</summary>
    public bool IsOwn(string? folderName) => folderName is not null && Letters.Any(letter => Folder(letter) == folderName);

    public static async Task<Home> OpenAsync(World world, Attack attack, int number, string? rules = null)
    {
        var home = new Home(world, attack, number.ToString("000", System.Globalization.CultureInfo.InvariantCulture));
        try
        {
            await home.FillAsync(rules);
            return home;
        }
        catch
        {
            await home.DisposeAsync();
            throw;
        }
    }

    /// <summary>All that the attack does, every task's time, and a question in each other group.</summary>
    public async Task PlayAsync()
    {
        foreach (var line in Attack.Lines)
        {
            await PlayAsync(line);
        }

        await MakeDueAsync(null);
        foreach (var letter in Letters.Where(letter => letter != "A"))
        {
            var token = Guid.NewGuid().ToString("N")[..12];
            Pings[Jid(letter)] = token;
            await SayAsync(new Line(letter, $"ping-{token}", letter == "M" ? "owner" : "vic"));
        }

        await SettleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _running.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await (_assistant?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Store?.DisposeAsync() ?? ValueTask.CompletedTask);
        _ending.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task FillAsync(string? rules)
    {
        var allowlist = Path.Combine(_folder.FullName, "allow.json");
        await File.WriteAllTextAsync(
            allowlist,
            $$$"""{ "default": { "allow": "*" }, "chats": { "{{{Jid("A")}}}": { "allow": ["ann"], "mode": "trigger" }, "{{{Jid("M")}}}": { "allow": ["owner"], "mode": "trigger" } } }""",
            Token
        );
        var rulesFile = Path.Combine(_folder.FullName, "rules.yaml");
        if (rules is not null)
        {
            await File.WriteAllTextAsync(rulesFile, rules, Token);
        }

        var options = new HostOptions
        {
            GroupsFolder = Path.Combine(_folder.FullName, "groups"),
            HealthPort = null,
            SenderAllowlistPath = allowlist,
            RulesPath = rulesFile,
            Shares = new RunShareOptions { RunsPerDay = Attack.RunsPerDay },
        };
        Store = SqliteStore.Open(new StoreOptions { Path = Path.Combine(_folder.FullName, "messages.db") });
        foreach (var letter in Letters)
        {
            await FillGroupAsync(letter, options.GroupsFolder);
        }

        foreach (var (jid, title) in Attack.Chats)
        {
            await Store.Chats.UpsertAsync(
                new Chat
                {
                    Jid = Fill(jid),
                    Name = Fill(title),
                    IsGroup = true,
                    LastMessageAt = DateTimeOffset.UtcNow,
                },
                Token
            );
        }

        TasksBefore = await Store.Tasks.ListAsync(cancellationToken: Token);
        GroupsBefore = await Store.Groups.ListAsync(Token);
        foreach (var (url, page) in Attack.Pages)
        {
            _world.Web.Pages[Fill(url)] = Fill(page);
        }

        _assistant = new Assistant(Store, _world.Runtime, [Desk], options, TimeProvider.System, NullLoggerFactory.Instance);
        _running = _assistant.RunAsync(_ending.Token);
        foreach (var letter in (string[])["M", "V"])
        {
            await SayAsync(
                new Line(
                    letter,
                    $"The code of our door is {Secret.New(Folder(letter), "message")}. DO[remember|key=door|value={Secret.New(Folder(letter), "note")}]",
                    letter == "M" ? "owner" : "vic"
                )
            );
        }

        await SettleAsync();
        Desk.Inbox = _assistant.Inbox;
    }

    private async Task FillGroupAsync(string letter, string groups)
    {
        await Store.Groups.PutAsync(
            new RegisteredGroup
            {
                Jid = Jid(letter),
                Name = letter == "A" && Attack.RegisteredName is { } name ? Fill(name) : $"Group {letter}",
                Folder = Folder(letter),
                Trigger = "@Andy",
                AddedAt = DateTimeOffset.UnixEpoch,
                RequiresTrigger = letter == "A",
                IsMain = letter == "M",
                Fetch = letter == "A" ? Attack.Fetch : null,
            },
            Token
        );
        Directory.CreateDirectory(Path.Combine(groups, Folder(letter)));
        await File.WriteAllTextAsync(
            Path.Combine(groups, Folder(letter), "CLAUDE.md"),
            $"The alarm's code is {Secret.New(Folder(letter), "memory")}. {(letter == "A" ? Fill(Attack.Memory ?? "") : "")}",
            Token
        );
        await Store.Tasks.AddAsync(
            new ScheduledTask
            {
                Id = TaskId(letter),
                GroupFolder = Folder(letter),
                ChatJid = Jid(letter),
                Prompt =
                    letter == "A" && Attack.Task is { } task ? Fill(task) : $"SAY[Good morning.] The reminder's code is {Secret.New(Folder(letter), "task")}.",
                ScheduleType = ScheduleType.Cron,
                ScheduleValue = "0 9 * * *",
                NextRun = DateTimeOffset.UtcNow.AddDays(1),
                CreatedAt = DateTimeOffset.UtcNow,
            },
            Token
        );
    }

    private async Task PlayAsync(Line line)
    {
        var held = await Store.Effects.ListOpenAsync(Token) is [var oldest, ..] ? oldest.Id : "7F";
        if (line.Kind is LineKind.TasksDue)
        {
            await MakeDueAsync(Folder("A"));
            return;
        }

        if (line.Kind is LineKind.Button)
        {
            var question = Desk.Sent.Select(sent => sent.Question).LastOrDefault(question => question is not null) ?? "7F:none";
            await _assistant!.Inbox.AnswerAsync(new ButtonPress(Jid(line.Group), line.Sender, line.SenderName, question, IsYes: true), Token);
        }
        else
        {
            await SayAsync(line with { Text = line.Text.Replace("%held%", held, StringComparison.Ordinal) });
        }

        await SettleAsync();
    }

    private async Task SayAsync(Line line) =>
        await _assistant!.Inbox.ReceiveAsync(
            new ChatMessage
            {
                Id = $"message-{++_messages}",
                ChatJid = Jid(line.Group),
                Sender = line.Sender,
                SenderName = line.SenderName is { } name ? Fill(name) : line.Sender,
                Content = Fill(line.Text),
                Timestamp = DateTimeOffset.UtcNow,
                IsBotMessage = line.Kind is LineKind.Bot,
                IsOwnWords = line.Kind is LineKind.Own,
                ReplyToMessageId = line.Quote is null ? null : "quoted",
                ReplyToContent = line.Quote is null ? null : Fill(line.Quote),
                ReplyToSenderName = line.QuoteOf,
            },
            Token
        );

    private async Task MakeDueAsync(string? ofFolder)
    {
        foreach (var task in await Store.Tasks.ListAsync(ofFolder, Token))
        {
            if (task.Status is ScheduledTaskStatus.Active)
            {
                await Store.Tasks.UpdateAsync(task with { NextRun = DateTimeOffset.UtcNow.AddSeconds(-1) }, Token);
            }
        }

        await _assistant!.WakeAsync(Token);
        await SettleAsync();
    }

    /// <summary>Until nothing runs, waits or is on its way. What waits for A's own part of the day waits longer.</summary>
    private async Task SettleAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        try
        {
            while (!_assistant!.IsIdle || await IsAnyWaitingAsync(patience.Token))
            {
                await Task.Delay(10, patience.Token);
            }
        }
        catch (OperationCanceledException exception) when (!Token.IsCancellationRequested)
        {
            throw new TimeoutException($"{Attack} does not come to rest.", exception);
        }
    }

    private async Task<bool> IsAnyWaitingAsync(CancellationToken cancellationToken) =>
        (await Store.Messages.ListPendingChatsAsync(cancellationToken)).Any(chat => !WaitsForItsPart(chat) && chat != Jid("A"))
        || (await Store.Outbox.ListPendingAsync(cancellationToken: cancellationToken)).Count > 0
        || (await Store.Tasks.ListDueAsync(DateTimeOffset.UtcNow, cancellationToken)).Any(task => !WaitsForItsPart(task.ChatJid));

    private bool WaitsForItsPart(string chatJid) => Attack.Exhausts && chatJid == Jid("A");

    private string Fill(string text)
    {
        foreach (var letter in Letters)
        {
            text = text.Replace($"%{letter}.jid%", Jid(letter), StringComparison.Ordinal)
                .Replace($"%{letter}.folder%", Folder(letter), StringComparison.Ordinal)
                .Replace($"%{letter}.task%", TaskId(letter), StringComparison.Ordinal);
        }

        return text.Replace("%page%", $"page{_number}.example.net", StringComparison.Ordinal)
            .Replace("%evil%", $"evil{_number}.example.org", StringComparison.Ordinal)
            .Replace("%n%", _number, StringComparison.Ordinal);
    }
}
