using System.Diagnostics;
using System.Text.RegularExpressions;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.EndToEnd.Tests.Killing;

/// <summary>
/// One assistant with its store and its chats, whose process is killed again and again while people write, and started
/// again each time.
/// </summary>
internal sealed partial class KilledAssistant : IDisposable
{
    public const int IdsOfOne = 100_000;
    private const int Chats = 3;
    private static readonly Moment[] Besides = [Moment.MessageGiven, Moment.ModelCalled, Moment.FirstWords, Moment.ModelDone];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LastPatience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nanoclaw-kill-");
    private readonly int number;
    private readonly Random random;
    private readonly IChatService service;
    private readonly Trigger trigger;
    private readonly Dictionary<string, string> environment;
    private readonly Dictionary<string, List<Said>> said = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> shownBefore = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> notNoted = new(StringComparer.Ordinal);
    private readonly Figures figures;
    private int lastId;

    public KilledAssistant(int number, IChatService service, Trigger trigger, string agentFile, int agentPort, Figures figures)
    {
        (this.number, this.service, this.trigger, this.figures) = (number, service, trigger, figures);
        random = new Random(number);
        lastId = number * IdsOfOne;
        var senders = Path.Combine(folder.FullName, "sender-allowlist.json");
        File.WriteAllText(senders, "{}");
        environment = new Dictionary<string, string>(service.Environment, StringComparer.Ordinal)
        {
            ["TZ"] = "UTC",
            ["HEALTH_PORT"] = "none",
            ["POLL_SECONDS"] = "1",
            ["BUDGET_SAVING_FROM"] = "90000",
            ["BUDGET_STOP_AT"] = "90000",
            ["RUNS_PER_DAY"] = "1000000",
            ["SENDER_ALLOWLIST"] = senders,
        };
        File.WriteAllText(
            Path.Combine(folder.FullName, ".env"),
            EndpointPort().Replace(File.ReadAllText(agentFile), $"${{before}}{agentPort}"));
    }

    /// <summary>What else fails, in one of its lives of so many.</summary>
    public required Action Beside { get; init; }

    public required int BesideOneIn { get; init; }

    /// <summary>Whether people ask for more than answers: texts and reminders by actions.</summary>
    public required bool WithActions { get; init; }

    private string Database => Path.Combine(folder.FullName, "store", "messages.db");

    public async Task SetUpAsync()
    {
        service.SignIn(Path.GetDirectoryName(Database)!);
        await using var store = SqliteStore.Open(new StoreOptions { Path = Database });
        for (var chat = 0; chat < Chats; chat++)
        {
            var jid = service.JidOf(chat);
            said.Add(jid, []);
            await store.Groups.PutAsync(new RegisteredGroup
            {
                Jid = jid,
                Name = jid,
                Folder = FolderOf(chat),
                Trigger = "@Andy",
                AddedAt = DateTimeOffset.UtcNow,
                IsMain = chat == 0,
                RequiresTrigger = chat == 1,
            });
        }
    }

    /// <summary>A life: people write, the process is killed at some moment of it, and what it left is looked at.</summary>
    public async Task LiveAsync()
    {
        var moment = Pick();
        var wait = DelayOf(moment);
        Speak(random.Next(2));
        await using var process = Start();
        var killed = trigger.Set(moment, wait, process.Kill);
        if (random.Next(BesideOneIn) == 0)
        {
            trigger.SetBeside(Besides[random.Next(Besides.Length)], Beside);
        }

        if (moment is Moment.Anytime or Moment.StartingUp)
        {
            await Task.Delay(wait);
            Speak(random.Next(2));
            trigger.Pull();
        }
        else
        {
            Speak(1 + random.Next(2));
            if (await Task.WhenAny(killed, Task.Delay(Patience)) != killed)
            {
                figures.Add("moments that did not come");
                trigger.Pull();
            }
        }

        await killed;
        await process.EndAsync();
        figures.Add("kills");
        figures.Add($"kills at {moment}");
        Examine(moment);
    }

    /// <summary>A last life, which is not cut short: everything is answered, and then the process is told to end.</summary>
    public async Task FinishAsync()
    {
        Speak(Chats);
        await using var process = Start();
        var waiting = Stopwatch.StartNew();
        while (FindUnfinished() is { } unfinished)
        {
            Assert.False(process.HasExited, $"nanoclaw ended by itself:\n{process.Output}\n{process.Error}");
            Assert.True(waiting.Elapsed < LastPatience, $"{this} is not done: {unfinished}\n{process.Output}\n{process.Error}");
            await Task.Delay(100);
        }

        process.Signal("TERM");
        var code = await process.WaitAsync();
        Assert.True(code == 0, $"nanoclaw ended with {code}:\n{process.Output}\n{process.Error}");
    }

    /// <summary>Every message answered once and in order, every wish fulfilled once, nothing left open.</summary>
    public void Judge(IReadOnlyDictionary<string, int> modelCalls, bool mayFail)
    {
        var allCalls = 0;
        foreach (var (jid, messages) in said)
        {
            var shown = service.Shown(jid);
            foreach (var (text, times) in shown.CountBy(text => text))
            {
                figures.Add("texts shown again", times - 1);
                var excused = service.RecognisesRepetitions ? 0 : notNoted.GetValueOrDefault(text);
                Assert.True(times == 1 + excused, $"{this}, {jid}: '{text}' was shown {times} times; {excused} times the process died before it had noted so. {HistoryOf(text)}");
            }

            var once = shown.Distinct(StringComparer.Ordinal).ToList();
            Assert.Equal(messages.Select(message => message.Id), once.Where(text => text.StartsWith("Answer", StringComparison.Ordinal)).SelectMany(EchoModel.Ids));
            var wished = messages.Where(message => message.Wish is Wish.Tell).Select(message => EchoModel.Told(message.Id))
                .Concat(messages.Where(message => message.Wish is Wish.Later).Select(message => EchoModel.Reminded(message.Id)));
            Assert.Equal(
                wished.Order(StringComparer.Ordinal),
                once.Where(text => !text.StartsWith("Answer", StringComparison.Ordinal) && !text.StartsWith("Working", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
            figures.Add("messages", messages.Count);
            figures.Add("texts shown", shown.Count);
            figures.Add("actions", messages.Count(message => message.Wish is not Wish.Answer));
        }

        using var left = new StoreCopy(Database);
        var runs = left.Read("SELECT status, steps, group_folder FROM agent_runs", row => (Status: row.GetString(0), Steps: row.GetInt32(1), Folder: row.GetString(2)));
        Assert.DoesNotContain(runs, run => run.Status == "running");
        var failed = runs.Count(run => run.Status == "failed");
        Assert.True(mayFail || failed == 0, $"{this}: {failed} runs failed.");
        foreach (var (question, count) in modelCalls.Where(call => EchoModel.Ids(call.Key).First() / IdsOfOne == number))
        {
            allCalls += count;
            // A call that died with its workerd is made again.
            Assert.True(count - 1 <= failed + figures.Of("workerds killed"), $"{this}: the model was asked {count} times about {question}.");
        }

        Assert.True(mayFail || allCalls == runs.Sum(run => run.Steps), $"{this}: {allCalls} model calls in {runs.Count} runs.");
        figures.Add("runs", runs.Count);
        figures.Add("runs that failed", failed);
        figures.Add("model calls", allCalls);
        figures.Add("texts that came again and were recognised", service.Recognised);
    }

    /// <summary>The deliveries of a text, and the runs there were.</summary>
    private string HistoryOf(string text)
    {
        using var left = new StoreCopy(Database);
        var deliveries = left.Read("SELECT delivery_id, text, sent_at FROM outgoing_messages", row => (Line: $"{row.GetString(0)} sent {row.GetValue(2)}", Text: row.GetString(1)))
            .Where(delivery => delivery.Text == text)
            .Select(delivery => delivery.Line);
        var runs = left.Read(
            "SELECT run_id, status, error_code, last_event_id, started_at, ended_at FROM agent_runs ORDER BY started_at",
            row => string.Join(' ', Enumerable.Range(0, row.FieldCount).Select(row.GetValue)));
        return $"\n{string.Join('\n', deliveries)}\n{string.Join('\n', runs)}";
    }

    public override string ToString() => $"Assistant {number}";

    public void Dispose() => folder.Delete(recursive: true);

    private string FolderOf(int chat) => $"a{number}-{chat}";

    private NanoClawProcess Start() => NanoClawProcess.Start(folder.FullName, environment, "run");

    private void Speak(int messages)
    {
        for (; messages > 0; messages--)
        {
            var message = new Said(++lastId, WithActions ? (Wish)Math.Max(0, random.Next(5) - 2) : Wish.Answer);
            var jid = service.JidOf(random.Next(Chats));
            said[jid].Add(message);
            service.Say(jid, message.Id, message.Text);
        }
    }

    private Moment Pick() => (Moment)random.Next(Enum.GetValues<Moment>().Length);

    private TimeSpan DelayOf(Moment moment) => TimeSpan.FromMilliseconds(moment switch
    {
        Moment.Anytime => random.Next(3000),
        Moment.StartingUp => random.Next(1200),
        Moment.MessageGiven or Moment.ModelCalled or Moment.ModelDone => random.Next(60),
        Moment.FirstWords => random.Next(20),
        Moment.TextAcknowledged => 1 + random.Next(6),
        _ => 0,
    });

    private void Examine(Moment moment)
    {
        using var left = new StoreCopy(Database);
        Assert.Equal("ok", left.Check());
        figures.Add("runs taken up again", left.Read("SELECT run_id FROM agent_runs WHERE status = 'running'", row => row.GetString(0)).Count);
        var pending = left.Read("SELECT text FROM outgoing_messages WHERE sent_at IS NULL", row => row.GetString(0)).ToHashSet();
        foreach (var (text, times) in said.Keys.SelectMany(service.Shown).CountBy(text => text))
        {
            if (times > shownBefore.GetValueOrDefault(text) && pending.Contains(text))
            {
                notNoted[text] = notNoted.GetValueOrDefault(text) + 1;
                figures.Add($"shown and not noted at {moment}");
            }

            shownBefore[text] = times;
        }
    }

    /// <summary>What is still to be done, or null.</summary>
    private string? FindUnfinished()
    {
        foreach (var (jid, messages) in said)
        {
            var shown = service.Shown(jid);
            var answered = shown.Where(text => text.StartsWith("Answer", StringComparison.Ordinal)).SelectMany(EchoModel.Ids).ToHashSet();
            if (messages.Where(message => !answered.Contains(message.Id)).Select(message => message.Text).ToList() is { Count: > 0 } waiting)
            {
                return $"{jid} waits for answers to {string.Join(", ", waiting)}; it was shown {string.Join(" | ", shown.TakeLast(5))}";
            }
        }

        using var store = new StoreCopy(Database);
        var open = store.Read(
            """
            SELECT 'run ' || run_id FROM agent_runs WHERE status = 'running'
            UNION ALL SELECT 'text ' || text FROM outgoing_messages WHERE sent_at IS NULL
            UNION ALL SELECT 'task ' || id FROM scheduled_tasks WHERE status <> 'completed'
            """,
            row => row.GetString(0));
        return open.Count > 0 ? open[0] : null;
    }

    [GeneratedRegex("^(?<before>CLOUDFLARE_AGENT_ENDPOINT=.*:)[0-9]+", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex EndpointPort();
}
