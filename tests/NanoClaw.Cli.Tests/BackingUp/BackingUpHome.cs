using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NanoClaw.Backup.Making;
using NanoClaw.Cli.Tests.Administration;
using NanoClaw.Home.BackingUp;
using NanoClaw.Home.Running.Logging;
using NanoClaw.Home.Settings;
using NanoClaw.Host;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Cli.Tests.BackingUp;

/// <summary>A project's folder with a main group, whose backups a schedule makes.</summary>
internal sealed class BackingUpHome : IAsyncDisposable
{
    private const string Main = "main@g.us";

    private readonly List<Func<ValueTask>> _ends = [];
    private CancellationTokenSource? _stop;
    private string? _stopAt;
    private SqliteStore? _open;

    public BackingUpHome() => Nanoclaw = new CommandLine { Time = Time };

    public SettableClock Time { get; } = new(new(2026, 3, 4, 0, 0, 0, TimeSpan.Zero));

    public CommandLine Nanoclaw { get; }

    public string Store => Path.Combine(Nanoclaw.Folder, "store");

    public string Backups => Path.Combine(Nanoclaw.Folder, "backups");

    /// <summary>How many backups there are.</summary>
    public int Count => Directory.Exists(Path.Combine(Backups, "snapshots")) ? Directory.GetFiles(Path.Combine(Backups, "snapshots")).Length : 0;

    public BackupHistory History => BackupHistory.Read(Settings().Surroundings);

    public ConcurrentQueue<(LogLevel Level, string Text)> Log { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task LiveAsync()
    {
        Assert.Equal(0, await Nanoclaw.RunAsync(["groups", "add", Main, "--name", "Main", "--folder", "main", "--main"]));
        Directory.CreateDirectory(Path.Combine(Nanoclaw.Folder, "groups", "main"));
        await File.WriteAllTextAsync(Path.Combine(Nanoclaw.Folder, "groups", "main", "CLAUDE.md"), "The main group.\n", Token);
    }

    /// <summary>Starts the schedule, and waits until it has done what is due.</summary>
    /// <param name="env">The settings.</param>
    /// <param name="stopAt">A step at which the process is told to stop.</param>
    public async Task<RunningBackups> StartAsync(string env, string? stopAt = null)
    {
        Nanoclaw.Env = $"TZ=UTC\nHEALTH_PORT=none\n{env}\n";
        _stopAt = stopAt;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var settings = Settings();
        var store = await OpenAsync(settings);
        var runtime = new EchoRuntime();
        var assistant = new Assistant(store, runtime, [new TestChannel()], settings.Host, TimeProvider.System, NullLoggerFactory.Instance);
        var backups = BackupSettings.Read(Context(), settings);
        var service = new ScheduledBackups(
            settings,
            backups,
            backups.Every!.Value,
            store,
            runtime,
            assistant,
            Time,
            new Logger<ScheduledBackups>(new Heard(new LogEntries(Hear, TimeProvider.System, TimeZoneInfo.Utc)))
        );
        _ends.Add(() =>
        {
            service.Dispose();
            _stop.Dispose();
            return assistant.DisposeAsync();
        });
        var running = new RunningBackups(service, Time);
        await running.BeginAsync(_stop.Token);
        return running;
    }

    /// <summary>What waits to be said in the main group.</summary>
    public async Task<IReadOnlyList<string>> ToldAsync() => [.. (await _open!.Outbox.ListPendingAsync(Main, Token)).Select(text => text.Text)];

    /// <summary>Says what waits, and forgets the ids of what was said more than a week ago, as the assistant does.</summary>
    public async Task SendAsync()
    {
        foreach (var text in await _open!.Outbox.ListPendingAsync(Main, Token))
        {
            await _open.Outbox.CompleteAsync(text.DeliveryId, Time.GetUtcNow(), cancellationToken: Token);
        }

        await _open.Outbox.PruneAsync(Time.GetUtcNow() - TimeSpan.FromDays(7), Token);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var end in _ends)
        {
            await end();
        }

        if (_open is not null)
        {
            await _open.DisposeAsync();
        }

        Nanoclaw.Dispose();
    }

    private async Task<SqliteStore> OpenAsync(AssistantSettings settings)
    {
        if (_open is not null)
        {
            await _open.DisposeAsync();
        }

        return _open = settings.OpenStore(exclusive: false, TimeProvider.System);
    }

    private AssistantSettings Settings() => AssistantSettings.Read(Context(), envFile: null);

    private CliContext Context() =>
        new()
        {
            In = TextReader.Null,
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            ProjectFolder = Nanoclaw.Folder,
            Time = Time,
            Variable = _ => null,
        };

    private void Hear(LogEntry entry)
    {
        Log.Enqueue((entry.Level, entry.Message));
        if (_stopAt is { } step && entry.Message.Contains(step, StringComparison.Ordinal))
        {
            _stop!.Cancel();
        }
    }

    private sealed class Heard(ILoggerProvider provider) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider added) => throw new NotSupportedException();

        public ILogger CreateLogger(string categoryName) => provider.CreateLogger(categoryName);

        public void Dispose() => provider.Dispose();
    }
}
