using NanoClaw.Agents;
using NanoClaw.Backup;
using NanoClaw.Backup.Agent;
using NanoClaw.Backup.Keys;
using NanoClaw.Backup.Making;
using NanoClaw.Backup.Places;
using NanoClaw.Backup.Restoring;
using NanoClaw.Backup.Snapshots;
using NanoClaw.Backup.Sources;
using NanoClaw.Backup.Verifying;
using NanoClaw.Home.Asking;
using NanoClaw.Home.BackingUp;
using NanoClaw.Home.Settings;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.BackingUp;

/// <summary>What a command of backups works with.</summary>
internal sealed class BackupConnection : IAsyncDisposable
{
    private readonly CliContext _context;
    private readonly StepProgress _progress;
    private readonly AgentConnection? _agent;
    private readonly AgentBackup? _worker;

    private BackupConnection(CliContext context, AssistantSettings assistant, BackupSettings settings, AgentConnection? agent, bool hasToken)
    {
        _context = context;
        Assistant = assistant;
        Settings = settings;
        Surroundings = assistant.Surroundings;
        _agent = agent;
        _worker = hasToken && agent?.Runtime is CloudflareAgentRuntime runtime ? runtime.Backup : null;
        Place =
            settings.To != BackupSettings.Bucket ? new FolderPlace(settings.To)
            : _worker is not null ? new WorkerPlace(_worker, context.Time)
            : throw new CliException(BackupSettings.NoToken, ExitCode.Usage);
        Times = new TimeText(TimeZoneInfo.FindSystemTimeZoneById(assistant.Host.TimeZone));
        _progress = new StepProgress(context.Progress());
    }

    public AssistantSettings Assistant { get; }

    public BackupSettings Settings { get; }

    public BackupSurroundings Surroundings { get; }

    public IBackupPlace Place { get; }

    public TimeText Times { get; }

    /// <summary>Who keeps the agent's sessions and notes; null where that is no Worker, or this process has no token for it.</summary>
    public IAgentState? AgentState => _worker is null ? null : new WorkerState(_worker);

    public static async Task<BackupConnection> OpenAsync(CliContext context, string? envFile, string? to, CancellationToken cancellationToken)
    {
        var assistant = AssistantSettings.Read(context, envFile);
        var settings = BackupSettings.Read(context, assistant, to);
        if (!IsConfigured(assistant))
        {
            return new(context, assistant, settings, agent: null, hasToken: false);
        }

        var opened = AgentConnection.Open(context, envFile);
        try
        {
            return new(
                context,
                assistant,
                settings,
                opened,
                opened.Runtime is CloudflareAgentRuntime runtime && await runtime.Backup.IsConfiguredAsync(cancellationToken)
            );
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _agent?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>A backup of what is at home needs no agent, and no agent's settings need to be right for it.</summary>
    private static bool IsConfigured(AssistantSettings assistant) =>
        assistant.Configuration[AgentConfigurationKeys.Runtime]?.Trim() is null or "" or CloudflareAgentRuntime.Name
        && assistant.Configuration[AgentConfigurationKeys.Endpoint] is { Length: > 0 }
        && assistant.Configuration[AgentConfigurationKeys.BackupToken] is { Length: > 0 };

    /// <summary>The key, made where there is none and told of.</summary>
    public BackupKey ReadOrCreateKey()
    {
        var key = Settings.KeyFile.ReadOrCreate(out var created);
        if (created)
        {
            _context.Error.WriteLine(
                $"note: {Settings.KeyFile.Path} is the new key of the backups. Print it now and keep it elsewhere, since without it no backup can be read: nanoclaw backup key show."
            );
        }

        return key;
    }

    public async Task<BackupReport> BackUpAsync(bool logins, bool withAgent, bool anew, CancellationToken cancellationToken) =>
        await new BackupMaker(Surroundings, Place, ReadOrCreateKey(), _context.Time).RunAsync(
            new BackupOrder
            {
                Logins = logins,
                Anew = anew,
                Keep = Settings.Keep,
                Agent = withAgent && AgentState is { } state ? await SourceOfAsync(state, cancellationToken) : null,
            },
            _progress,
            cancellationToken
        );

    public async Task<RestoreReport> RestoreAsync(RestoreOrder order, bool isDryRun, CancellationToken cancellationToken) =>
        await new Restorer(Surroundings, Place, Settings.KeyFile.Read(), _context.Time).RunAsync(order, isDryRun, _progress, cancellationToken);

    public Task<VerifyReport> VerifyAsync(bool all, bool repair, CancellationToken cancellationToken) =>
        new BackupVerifier(Surroundings, Place, Settings.KeyFile.Read()).RunAsync(all, repair, _progress, cancellationToken);

    public async Task<(IReadOnlyList<Snapshot> Whole, IReadOnlyList<string> Damaged)> ListAsync(CancellationToken cancellationToken)
    {
        using var repository = await Repository.OpenAsync(Place, Settings.KeyFile.Read(), cancellationToken);
        var damaged = new List<string>();
        return (await repository.ListAsync(damaged, cancellationToken), damaged);
    }

    /// <summary>The groups as the store knows them: the Worker answers about one at a time.</summary>
    private async Task<IBackupSource?> SourceOfAsync(IAgentState state, CancellationToken cancellationToken)
    {
        if (!File.Exists(Assistant.StorePath))
        {
            return null;
        }

        await using var store = Assistant.OpenStore(exclusive: false, _context.Time);
        return new AgentSource(state, [.. (await store.Groups.ListAsync(cancellationToken)).Select(group => group.Folder)]);
    }
}
