using NanoClaw.Agents;
using NanoClaw.Host.Outages;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Host.Tests.Support;

/// <summary>An assistant with a real store, and a Worker, a chat service and a clock that outlive its restarts.</summary>
internal sealed class World : IAsyncDisposable
{
    public const string Main = "main@fake";
    public const string Family = "family@fake";
    public const string Quiet = "quiet@fake";

    /// <summary>In milliseconds; only when to give up.</summary>
    private const int MostSettling = 120_000;

    private const int StepsOfOneLength = 16;

    private static readonly TimeSpan ShortestStep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestStep = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder;
    private readonly bool _isOwnFolder;
    private int _messages;

    private World(DirectoryInfo? folder)
    {
        (_folder, _isOwnFolder) = (folder ?? Directory.CreateTempSubdirectory("nanoclaw-host-"), folder is null);
        Options = new HostOptions
        {
            TimeZone = "Europe/Paris",
            GroupsFolder = Path.Combine(_folder.FullName, "groups"),
            RulesPath = Path.Combine(_folder.FullName, "rules.yaml"),
        };
    }

    public HostOptions Options { get; set; }

    public string StorePath => Path.Combine(_folder.FullName, "messages.db");

    public SettableClock Time { get; } = new(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero));

    public LogBook Log { get; } = new();

    public FakeWorker Worker { get; } =
        new()
        {
            Fail = (code, text) => code is AgentErrorCodes.Internal ? new AgentRunFailedException(code, text) : Failures.Of(code),
            Check = request => WorkerRules.Check(AgentRequestRules.ToBody(request)),
        };

    public FakeChannel Channel { get; private set; } = new();

    /// <summary>What may end an outage, from the next start on.</summary>
    public IAgentRemedy? Remedy { get; set; }

    public SqliteStore Store { get; private set; } = null!;

    public Assistant Assistant { get; private set; } = null!;

    /// <summary>The process has a moment to die at: it may never settle.</summary>
    public bool MayCrash { get; private set; }

    public static async Task<World> CreateAsync(Func<HostOptions, HostOptions>? change = null, DirectoryInfo? folder = null)
    {
        var world = new World(folder);
        world.Options = change?.Invoke(world.Options) ?? world.Options;
        world.Store = SqliteStore.Open(new StoreOptions { Path = world.StorePath, TimeProvider = world.Time });
        await world.Store.Groups.PutAsync(Group(Main, "main") with { IsMain = true });
        await world.Store.Groups.PutAsync(Group(Family, "family") with { RequiresTrigger = false });
        await world.Store.Groups.PutAsync(Group(Quiet, "quiet"));
        await world.StartAsync();
        return world;
    }

    /// <summary>A world whose rules allow whatever the authorisation table does.</summary>
    public static async Task<World> CreateAllowingAsync()
    {
        var world = await CreateAsync();
        await world.RuleAsync("rules: [{ effect: any, decision: allow }]");
        return world;
    }

    /// <summary>Of all people Ann alone may call the assistant; what others write is a stranger's.</summary>
    public static async Task<World> CreateForAnnAsync()
    {
        var world = await CreateAsync(options =>
            options with
            {
                SenderAllowlistPath = Path.Combine(Path.GetDirectoryName(options.RulesPath)!, "senders.json"),
            }
        );
        await File.WriteAllTextAsync(world.Options.SenderAllowlistPath!, """{"default":{"allow":["ann@fake"],"mode":"trigger"}}""");
        await world.RestartAsync();
        return world;
    }

    /// <summary>Other rules from now on.</summary>
    public async Task RuleAsync(string rules)
    {
        await File.WriteAllTextAsync(Options.RulesPath!, rules);
        await RestartAsync();
    }

    public async Task StartAsync(CrashPoint? crash = null)
    {
        MayCrash = crash is not null;
        Action pass = crash is null ? () => { } : crash.Pass;
        (Worker.OnCall, Channel.OnCall) = (pass, pass);
        Assistant = new Assistant(crash?.Wrap(Store) ?? Store, Worker, [Channel], Options, Time, Log, Remedy);
        await CrashPoint.UntilDeadAsync(() => Assistant.StartAsync());
    }

    /// <summary>The process ends where it is, and another begins.</summary>
    public async Task RestartAsync(CrashPoint? crash = null)
    {
        await Assistant.DisposeAsync();
        await StartAsync(crash);
    }

    public ChatMessage NewMessage(string chatJid, string? text = null)
    {
        var number = Interlocked.Increment(ref _messages);
        return new ChatMessage
        {
            Id = $"m{number}",
            ChatJid = chatJid,
            Sender = "ann@fake",
            SenderName = "Ann",
            Content = text ?? $"hello #{number}",
            Timestamp = Time.GetUtcNow(),
        };
    }

    public async Task<ChatMessage> SayAsync(string chatJid, string? text = null)
    {
        var message = NewMessage(chatJid, text);
        await Assistant.Inbox.ReceiveAsync(message);
        return message;
    }

    public ValueTask AddGroupAsync(string folder) => Store.Groups.PutAsync(Group($"{folder}@fake", folder) with { RequiresTrigger = false });

    /// <summary>Until it is given back, no run of this group can begin: its memory cannot be read.</summary>
    public FileStream LockMemory(string folder)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(Options.GroupsFolder, folder)).FullName, "CLAUDE.md");
        var memory = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        memory.Write("Known."u8);
        memory.Flush();
        return memory;
    }

    /// <summary>
    /// Waits until nothing runs, waits or is to be sent; time passes meanwhile, by longer steps while nobody is at work
    /// and all wait for it. A world that never comes to rest is a failure.
    /// </summary>
    public async Task SettleAsync()
    {
        var until = Environment.TickCount64 + MostSettling;
        var step = ShortestStep;
        for (int quiet = 0, steps = 0; quiet < 2; )
        {
            Assert.True(Environment.TickCount64 < until, "The world did not come to rest.");
            await Eventually.TrueAsync(() => Assistant.Queue.Depth is { Running: 0, Waiting: 0 });
            var isAtWork = Assistant.OutageGuard.IsBusy || (await Store.Outbox.ListPendingAsync()).Any(message => Channel.Owns(message.ChatJid));
            var isQuiet = !isAtWork && Assistant.Queue.Depth is { Running: 0, Waiting: 0, BackingOff: 0 } && Assistant.OutageGuard.Held == 0;
            quiet = isQuiet ? quiet + 1 : 0;
            if (!isQuiet)
            {
                Time.AdvanceToNext(isAtWork ? ShortestStep : step);
                step = !isAtWork && ++steps % StepsOfOneLength == 0 && step < LongestStep ? step * 2 : step;
                await Task.Delay(1);
            }
        }
    }

    /// <summary>Waits until nothing can go on without the agent; time passes by steps meanwhile.</summary>
    public async Task PassAsync(TimeSpan span, TimeSpan? step = null)
    {
        for (var passed = TimeSpan.Zero; passed < span; passed += step ?? TimeSpan.FromSeconds(10))
        {
            Time.Advance(step ?? TimeSpan.FromSeconds(10));
            await RestAsync();
        }
    }

    /// <summary>Waits until nothing runs or is to be sent; no time passes.</summary>
    public async Task RestAsync()
    {
        for (var quiet = 0; quiet < 3; )
        {
            await Task.Delay(1);
            await Eventually.TrueAsync(() => Assistant.Queue.Depth is { Running: 0, Waiting: 0 } && !Assistant.OutageGuard.IsBusy);
            quiet = (await Store.Outbox.ListPendingAsync()).Count == 0 ? quiet + 1 : 0;
        }
    }

    /// <summary>Begins a process that dies at this moment, and waits until it has, or has no work left to die at.</summary>
    public async Task RestartUntilDeadAsync(CrashPoint crash)
    {
        await RestartAsync(crash);
        await Eventually.TrueAsync(() => crash.IsDead || Assistant.Queue.Depth is { Running: 0, Waiting: 0 });
    }

    /// <summary>Waits for what has been asked for, without time passing.</summary>
    public static Task UntilAsync(Func<bool> condition) => Eventually.TrueAsync(condition);

    public async ValueTask DisposeAsync()
    {
        Worker.Gate?.TrySetResult();
        Channel.TypingGate?.TrySetResult();
        await Assistant.DisposeAsync();
        await Store.DisposeAsync();
        if (_isOwnFolder)
        {
            _folder.Delete(recursive: true);
        }
    }

    private static RegisteredGroup Group(string jid, string folder) =>
        new()
        {
            Jid = jid,
            Name = folder,
            Folder = folder,
            Trigger = "@Andy",
            AddedAt = DateTimeOffset.UnixEpoch,
        };
}
