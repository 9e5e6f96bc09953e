using NanoClaw.Backup;
using NanoClaw.Backup.Keys;
using NanoClaw.Backup.Making;
using NanoClaw.Backup.Places;
using NanoClaw.Backup.Restoring;
using NanoClaw.Backup.Snapshots;
using NanoClaw.Backup.Verifying;
using NanoClaw.Cli.Dev;
using NanoClaw.Cli.Output;
using NanoClaw.Cli.Running;

namespace NanoClaw.Cli.BackingUp;

/// <summary>What a command of backups works with.</summary>
internal sealed class BackupConnection
{
    private readonly CliContext context;
    private readonly StepProgress progress;

    private BackupConnection(CliContext context, AssistantSettings assistant, BackupSettings settings)
    {
        this.context = context;
        Assistant = assistant;
        Settings = settings;
        Surroundings = BackupSettings.SurroundingsOf(assistant);
        Place = new FolderPlace(settings.To);
        Times = new TimeText(TimeZoneInfo.FindSystemTimeZoneById(assistant.Host.TimeZone));
        progress = new StepProgress(context.Progress());
    }

    public AssistantSettings Assistant { get; }

    public BackupSettings Settings { get; }

    public BackupSurroundings Surroundings { get; }

    public IBackupPlace Place { get; }

    public TimeText Times { get; }

    public static BackupConnection Open(CliContext context, string? envFile, string? to)
    {
        var assistant = AssistantSettings.Read(context, envFile);
        return new(context, assistant, BackupSettings.Read(context, assistant, to));
    }

    /// <summary>The key, made where there is none and told of.</summary>
    public BackupKey ReadOrCreateKey()
    {
        var key = Settings.KeyFile.ReadOrCreate(out var created);
        if (created)
        {
            context.Error.WriteLine(
                $"note: {Settings.KeyFile.Path} is the new key of the backups. Print it now and keep it elsewhere, since without it no backup can be read: nanoclaw backup key show.");
        }

        return key;
    }

    public async Task<BackupReport> BackUpAsync(bool logins, CancellationToken cancellationToken) =>
        await new BackupMaker(Surroundings, Place, ReadOrCreateKey(), context.Time)
            .RunAsync(new BackupOrder { Logins = logins, Keep = Settings.Keep }, progress, cancellationToken);

    public async Task<RestoreReport> RestoreAsync(RestoreOrder order, bool isDryRun, CancellationToken cancellationToken) =>
        await new Restorer(Surroundings, Place, Settings.KeyFile.Read(), context.Time).RunAsync(order, isDryRun, progress, cancellationToken);

    public Task<VerifyReport> VerifyAsync(bool all, bool repair, CancellationToken cancellationToken) =>
        new Verification(Surroundings, Place, Settings.KeyFile.Read()).RunAsync(all, repair, progress, cancellationToken);

    public async Task<(IReadOnlyList<Snapshot> Whole, IReadOnlyList<string> Damaged)> ListAsync(CancellationToken cancellationToken)
    {
        using var repository = await Repository.OpenAsync(Place, Settings.KeyFile.Read(), cancellationToken);
        var damaged = new List<string>();
        return (await repository.ListAsync(damaged, cancellationToken), damaged);
    }
}
