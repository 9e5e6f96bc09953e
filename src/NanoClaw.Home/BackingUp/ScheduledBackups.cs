using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NanoClaw.Agents;
using NanoClaw.Backup;
using NanoClaw.Backup.Agent;
using NanoClaw.Backup.Making;
using NanoClaw.Backup.Places;
using NanoClaw.Backup.Snapshots;
using NanoClaw.Backup.Sources;
using NanoClaw.Home.Settings;
using NanoClaw.Host;
using NanoClaw.Store;

namespace NanoClaw.Home.BackingUp;

/// <summary>
/// Makes a backup whenever the last one is older than <c>BACKUP_EVERY</c>. One that fails is tried again within the hour,
/// and the main group is told once, until one is whole again.
/// </summary>
public sealed partial class ScheduledBackups(
    AssistantSettings settings,
    BackupSettings backups,
    TimeSpan every,
    IStore store,
    IAgentRuntime runtime,
    Assistant assistant,
    TimeProvider time,
    ILogger<ScheduledBackups> logger
) : BackgroundService
{
    /// <summary>Short enough for a short failure, long enough for a place that is away.</summary>
    private static readonly TimeSpan AfterFailure = TimeSpan.FromHours(1);

    /// <summary>A clock may be set, and a backup be made by hand: so it looks again after this at the latest.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(15);

    private readonly BackupSurroundings _surroundings = settings.Surroundings;
    private readonly BackupNews _news = new(store, assistant, time, logger);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The note of a backup cannot always be written, so what keeps this from trying without end is known here too.
        var (triedAt, pause) = (time.GetTimestamp(), TimeSpan.Zero);
        while (!stoppingToken.IsCancellationRequested)
        {
            var (now, left) = (time.GetUtcNow(), pause - time.GetElapsedTime(triedAt));
            var due = NextAt(BackupHistory.Read(_surroundings), now) - now;
            var wait = due > left ? due : left;
            if (wait <= TimeSpan.Zero)
            {
                pause = await MakeAsync(stoppingToken);
                triedAt = time.GetTimestamp();
                continue;
            }

            await Task.Delay(wait < LookEvery ? wait : LookEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What is noted of a time that is still to come was noted by a wrong clock.</summary>
    private DateTimeOffset NextAt(BackupHistory history, DateTimeOffset now)
    {
        var due = history.LastGoodAt is { } good && good <= now ? good + every : now;
        var retry = history is { Failure: not null, FailedAt: { } failed } && failed <= now ? failed + Shorter(AfterFailure) : now;
        return due > retry ? due : retry;
    }

    private TimeSpan Shorter(TimeSpan pause) => every < pause ? every : pause;

    /// <returns>For how long no other is made.</returns>
    private async Task<TimeSpan> MakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Nothing to keep yet: the store is this process's own, so it is there; its key comes to be with the first backup.
            var key = backups.KeyFile.ReadOrCreate(out var created);
            if (created)
            {
                LogKey(backups.KeyFile.Path);
                await _news.TellKeyAsync(backups.KeyFile.Path, cancellationToken);
            }

            var worker =
                runtime is CloudflareAgentRuntime cloudflare && await cloudflare.Backup.IsConfiguredAsync(cancellationToken) ? cloudflare.Backup : null;
            var order = new BackupOrder { Keep = backups.Keep, Agent = worker is null ? null : await SourceAsync(worker, cancellationToken) };
            var report = await new BackupMaker(_surroundings, PlaceOf(worker), key, time).RunAsync(order, new Steps(this), cancellationToken);
            foreach (var left in report.LeftOut)
            {
                LogLeftOut(report.Snapshot.Id, left);
            }

            LogMade(report.Snapshot.Id, report.Snapshot.AddedBytes);
            if (report.Failure is not { } failure)
            {
                _news.Forget();
                return every;
            }

            LogNotGood(failure);
            if (report.Snapshot.Agent is AgentPart.Away)
            {
                await _news.TellFailureAsync(failure, BackupHistory.Read(_surroundings), cancellationToken);
                return Shorter(AfterFailure);
            }

            await _news.TellNotPrunedAsync(failure, BackupHistory.Read(_surroundings), cancellationToken);
            return every;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process stops; what was put of it is of use to the next one.
            return TimeSpan.Zero;
        }
        catch (BackupException exception) when (exception.Failure is BackupFailure.InUse)
        {
            // One by hand, as a rule: it is as good, and where it fails it says so itself.
            LogInUse(exception.Message);
            return Shorter(LookEvery);
        }
        catch (Exception exception) when (exception is BackupException or AgentException or StoreException or IOException or UnauthorizedAccessException)
        {
            await FailAsync(exception.Message, cancellationToken);
            return Shorter(AfterFailure);
        }
    }

    private IBackupPlace PlaceOf(AgentBackup? worker) =>
        backups.To != BackupSettings.Bucket ? new FolderPlace(backups.To)
        : worker is not null ? new WorkerPlace(worker, time)
        : throw new BackupException(BackupFailure.Refused, BackupSettings.NoToken);

    private async Task<IBackupSource> SourceAsync(AgentBackup worker, CancellationToken cancellationToken) =>
        new AgentSource(new WorkerState(worker), [.. (await store.Groups.ListAsync(cancellationToken)).Select(group => group.Folder)]);

    private async Task FailAsync(string failure, CancellationToken cancellationToken)
    {
        LogFailed(failure);
        try
        {
            // What failed on its way is noted already; what kept it from beginning is not.
            BackupHistory.NoteFailure(_surroundings, failure, time.GetUtcNow());
        }
        catch (Exception exception) when (exception is BackupException or IOException or UnauthorizedAccessException)
        {
            LogNotNoted(exception.Message);
        }

        await _news.TellFailureAsync(failure, BackupHistory.Read(_surroundings), cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Backups begin; their key is in {Path}. Print it: nanoclaw backup key show.", EventName = "backup_key_made")]
    private partial void LogKey(string path);

    [LoggerMessage(LogLevel.Information, "The backup {Backup} is made; it added {Bytes} bytes.", EventName = "backup_made")]
    private partial void LogMade(string backup, long bytes);

    [LoggerMessage(LogLevel.Warning, "The backup {Backup}: {Reason}", EventName = "backup_incomplete")]
    private partial void LogLeftOut(string backup, string reason);

    [LoggerMessage(LogLevel.Information, "No backup now: {Reason}", EventName = "backup_put_off")]
    private partial void LogInUse(string reason);

    [LoggerMessage(LogLevel.Warning, "The backup failed: {Reason}", EventName = "backup_failed")]
    private partial void LogFailed(string reason);

    [LoggerMessage(LogLevel.Warning, "The backup was made, and not all is well: {Reason}", EventName = "backup_not_good")]
    private partial void LogNotGood(string reason);

    [LoggerMessage(LogLevel.Warning, "The failure of the backup could not be noted for status: {Reason}", EventName = "backup_failure_not_noted")]
    private partial void LogNotNoted(string reason);

    [LoggerMessage(LogLevel.Debug, "Backup: {Step}.", EventName = "backup_step")]
    private partial void LogStep(string step);

    private sealed class Steps(ScheduledBackups backups) : IProgress<string>
    {
        public void Report(string value) => backups.LogStep(value);
    }
}
