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

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanoclaw-kill-");
    private readonly int _number;
    private readonly Random _random;
    private readonly IChatService _service;
    private readonly Trigger _trigger;
    private readonly Dictionary<string, string> _environment;
    private readonly Dictionary<string, List<Said>> _said = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _shownBefore = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _notNoted = new(StringComparer.Ordinal);
    private readonly Figures _figures;
    private int _lastId;

    public KilledAssistant(int number, IChatService service, Trigger trigger, string agentFile, int agentPort, Figures figures)
    {
        (_number, _service, _trigger, _figures) = (number, service, trigger, figures);
        _random = new Random(number);
        _lastId = number * IdsOfOne;
        var senders = Path.Combine(_folder.FullName, "sender-allowlist.json");
        File.WriteAllText(senders, "{}");
        _environment = new Dictionary<string, string>(service.Environment, StringComparer.Ordinal)
        {
            ["TZ"] = "UTC",
            ["HEALTH_PORT"] = "none",
            ["POLL_SECONDS"] = "1",
            ["BUDGET_SAVING_FROM"] = "90000",
            ["BUDGET_STOP_AT"] = "90000",
            ["RUNS_PER_DAY"] = "1000000",
            ["SENDER_ALLOWLIST"] = senders,
        };
        File.WriteAllText(Path.Combine(_folder.FullName, ".env"), EndpointPort().Replace(File.ReadAllText(agentFile), $"${{before}}{agentPort}"));
    }

    /// <summary>What else fails, in one of its lives of so many.</summary>
    public required Action Beside { get; init; }

    public required int BesideOneIn { get; init; }

    /// <summary>Whether people ask for more than answers: texts and reminders by actions.</summary>
    public required bool WithActions { get; init; }

    private string Database => Path.Combine(_folder.FullName, "store", "messages.db");

    public async Task SetUpAsync()
    {
        _service.SignIn(Path.GetDirectoryName(Database)!);
        await using var store = SqliteStore.Open(new StoreOptions { Path = Database });
        for (var chat = 0; chat < Chats; chat++)
        {
            var jid = _service.JidOf(chat);
            _said.Add(jid, []);
            await store.Groups.PutAsync(
                new RegisteredGroup
                {
                    Jid = jid,
                    Name = jid,
                    Folder = FolderOf(chat),
                    Trigger = "@Andy",
                    AddedAt = DateTimeOffset.UtcNow,
                    IsMain = chat == 0,
                    RequiresTrigger = chat == 1,
                }
            );
        }
    }

    /// <summary>A life: people write, the process is killed at some moment of it, and what it left is looked at.</summary>
    public async Task LiveAsync()
    {
        var moment = Pick();
        var wait = DelayOf(moment);
        Speak(_random.Next(2));
        await using var process = Start();
        var killed = _trigger.Set(moment, wait, process.Kill);
        if (_random.Next(BesideOneIn) == 0)
        {
            _trigger.SetBeside(Besides[_random.Next(Besides.Length)], Beside);
        }

        if (moment is Moment.Anytime or Moment.StartingUp)
        {
            await Task.Delay(wait);
            Speak(_random.Next(2));
            _trigger.Pull();
        }
        else
        {
            Speak(1 + _random.Next(2));
            if (await Task.WhenAny(killed, Task.Delay(Patience)) != killed)
            {
                _figures.Add("moments that did not come");
                _trigger.Pull();
            }
        }

        await killed;
        await process.EndAsync();
        _figures.Add("kills");
        _figures.Add($"kills at {moment}");
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
        foreach (var (jid, messages) in _said)
        {
            var shown = _service.Shown(jid);
            foreach (var (text, times) in shown.CountBy(text => text))
            {
                _figures.Add("texts shown again", times - 1);
                var excused = _service.RecognisesRepetitions ? 0 : _notNoted.GetValueOrDefault(text);
                Assert.True(
                    times == 1 + excused,
                    $"{this}, {jid}: '{text}' was shown {times} times; {excused} times the process died before it had noted so. {HistoryOf(text)}"
                );
            }

            var once = shown.Distinct(StringComparer.Ordinal).ToList();
            Assert.Equal(
                messages.Select(message => message.Id),
                once.Where(text => text.StartsWith("Answer", StringComparison.Ordinal)).SelectMany(EchoModel.Ids)
            );
            var wished = messages
                .Where(message => message.Wish is Wish.Tell)
                .Select(message => EchoModel.Told(message.Id))
                .Concat(messages.Where(message => message.Wish is Wish.Later).Select(message => EchoModel.Reminded(message.Id)));
            Assert.Equal(
                wished.Order(StringComparer.Ordinal),
                once.Where(text => !text.StartsWith("Answer", StringComparison.Ordinal) && !text.StartsWith("Working", StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal)
            );
            _figures.Add("messages", messages.Count);
            _figures.Add("texts shown", shown.Count);
            _figures.Add("actions", messages.Count(message => message.Wish is not Wish.Answer));
        }

        using var left = new StoreCopy(Database);
        var runs = left.Read(
            "SELECT status, steps, group_folder FROM agent_runs",
            row => (Status: row.GetString(0), Steps: row.GetInt32(1), Folder: row.GetString(2))
        );
        Assert.DoesNotContain(runs, run => run.Status == "running");
        var failed = runs.Count(run => run.Status == "failed");
        Assert.True(mayFail || failed == 0, $"{this}: {failed} runs failed.");
        foreach (var (question, count) in modelCalls.Where(call => EchoModel.Ids(call.Key).First() / IdsOfOne == _number))
        {
            allCalls += count;
            // A call that died with its workerd is made again.
            Assert.True(count - 1 <= failed + _figures.Of("workerds killed"), $"{this}: the model was asked {count} times about {question}.");
        }

        Assert.True(mayFail || allCalls == runs.Sum(run => run.Steps), $"{this}: {allCalls} model calls in {runs.Count} runs.");
        _figures.Add("runs", runs.Count);
        _figures.Add("runs that failed", failed);
        _figures.Add("model calls", allCalls);
        _figures.Add("texts that came again and were recognised", _service.Recognised);
    }

    /// <summary>The deliveries of a text, and the runs there were.</summary>
    private string HistoryOf(string text)
    {
        using var left = new StoreCopy(Database);
        var deliveries = left.Read(
                "SELECT delivery_id, text, sent_at FROM outgoing_messages",
                row => (Line: $"{row.GetString(0)} sent {row.GetValue(2)}", Text: row.GetString(1))
            )
            .Where(delivery => delivery.Text == text)
            .Select(delivery => delivery.Line);
        var runs = left.Read(
            "SELECT run_id, status, error_code, last_event_id, started_at, ended_at FROM agent_runs ORDER BY started_at",
            row => string.Join(' ', Enumerable.Range(0, row.FieldCount).Select(row.GetValue))
        );
        return $"\n{string.Join('\n', deliveries)}\n{string.Join('\n', runs)}";
    }

    public override string ToString() => $"Assistant {_number}";

    public void Dispose() => _folder.Delete(recursive: true);

    private string FolderOf(int chat) => $"a{_number}-{chat}";

    private NanoClawProcess Start() => NanoClawProcess.Start(_folder.FullName, _environment, "run");

    private void Speak(int messages)
    {
        for (; messages > 0; messages--)
        {
            var message = new Said(++_lastId, WithActions ? (Wish)Math.Max(0, _random.Next(5) - 2) : Wish.Answer);
            var jid = _service.JidOf(_random.Next(Chats));
            _said[jid].Add(message);
            _service.Say(jid, message.Id, message.Text);
        }
    }

    private Moment Pick() => (Moment)_random.Next(Enum.GetValues<Moment>().Length);

    private TimeSpan DelayOf(Moment moment) =>
        TimeSpan.FromMilliseconds(
            moment switch
            {
                Moment.Anytime => _random.Next(3000),
                Moment.StartingUp => _random.Next(1200),
                Moment.MessageGiven or Moment.ModelCalled or Moment.ModelDone => _random.Next(60),
                Moment.FirstWords => _random.Next(20),
                Moment.TextAcknowledged => 1 + _random.Next(6),
                _ => 0,
            }
        );

    private void Examine(Moment moment)
    {
        using var left = new StoreCopy(Database);
        Assert.Equal("ok", left.Check());
        _figures.Add("runs taken up again", left.Read("SELECT run_id FROM agent_runs WHERE status = 'running'", row => row.GetString(0)).Count);
        var pending = left.Read("SELECT text FROM outgoing_messages WHERE sent_at IS NULL", row => row.GetString(0)).ToHashSet();
        foreach (var (text, times) in _said.Keys.SelectMany(_service.Shown).CountBy(text => text))
        {
            if (times > _shownBefore.GetValueOrDefault(text) && pending.Contains(text))
            {
                _notNoted[text] = _notNoted.GetValueOrDefault(text) + 1;
                _figures.Add($"shown and not noted at {moment}");
            }

            _shownBefore[text] = times;
        }
    }

    /// <summary>What is still to be done, or null.</summary>
    private string? FindUnfinished()
    {
        foreach (var (jid, messages) in _said)
        {
            var shown = _service.Shown(jid);
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
            row => row.GetString(0)
        );
        return open.Count > 0 ? open[0] : null;
    }

    [GeneratedRegex("^(?<before>CLOUDFLARE_AGENT_ENDPOINT=.*:)[0-9]+", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex EndpointPort();
}
