using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NanoClaw.Agents;
using NanoClaw.Backup;
using NanoClaw.Backup.Agent;
using NanoClaw.Backup.Making;
using NanoClaw.Backup.Places;
using NanoClaw.Backup.Snapshots;
using NanoClaw.Backup.Sources;
using NanoClaw.Cli.Running;
using NanoClaw.Host;
using NanoClaw.Host.Runs;
using NanoClaw.Store;

namespace NanoClaw.Cli.BackingUp;

/// <summary>
/// Makes a backup whenever the last one is older than <c>BACKUP_EVERY</c>. One that fails is tried again within the hour,
/// and the main group is told once, until one is whole again.
/// </summary>
internal sealed partial class ScheduledBackups(
    AssistantSettings settings, BackupSettings backups, TimeSpan every, IStore store, IAgentRuntime runtime, Assistant assistant, TimeProvider time, ILogger<ScheduledBackups> logger)
    : BackgroundService
{
    /// <summary>Short enough for a short failure, long enough for a place that is away.</summary>
    private static readonly TimeSpan AfterFailure = TimeSpan.FromHours(1);

    /// <summary>A clock may be set, and a backup be made by hand: so it looks again after this at the latest.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(15);

    private readonly BackupSurroundings surroundings = BackupSettings.SurroundingsOf(settings);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = NextAt(BackupHistory.Read(surroundings)) - time.GetUtcNow();
            if (wait <= TimeSpan.Zero)
            {
                await MakeAsync(stoppingToken);
                continue;
            }

            await Task.Delay(wait < LookEvery ? wait : LookEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private DateTimeOffset NextAt(BackupHistory history)
    {
        var due = history.LastGoodAt is { } good ? good + every : DateTimeOffset.MinValue;
        var retry = history is { Failure: not null, FailedAt: { } failed } ? failed + (every < AfterFailure ? every : AfterFailure) : DateTimeOffset.MinValue;
        return due > retry ? due : retry;
    }

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Nothing to keep yet: the store is this process's own, so it is there; its key comes to be with the first backup.
            var key = backups.KeyFile.ReadOrCreate(out var created);
            if (created)
            {
                LogKey(backups.KeyFile.Path);
                await TellAsync(
                    "backup-key", $"Backups begin. Their key is in {backups.KeyFile.Path}: print it and keep it elsewhere (nanoclaw backup key show), since without it no backup can be read.", cancellationToken);
            }

            var worker = runtime is CloudflareAgentRuntime cloudflare && await cloudflare.Backup.IsConfiguredAsync(cancellationToken) ? cloudflare.Backup : null;
            var order = new BackupOrder { Keep = backups.Keep, Agent = worker is null ? null : await SourceAsync(worker, cancellationToken) };
            var report = await new BackupMaker(surroundings, PlaceOf(worker), key, time).RunAsync(order, new Steps(this), cancellationToken);
            LogMade(report.Snapshot.Id, report.Snapshot.AddedBytes);
            if (report.Snapshot.Agent is AgentPart.Away || report.PruneFailure is not null)
            {
                await TellFailureAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process stops; what was put of it is of use to the next one.
        }
        catch (BackupException exception)
        {
            LogFailed(exception.Message);
            await TellFailureAsync(cancellationToken);
        }
        catch (AgentException exception)
        {
            await NoteAsync(exception.Message, cancellationToken);
        }
        catch (Exception exception) when (exception is StoreException or IOException or UnauthorizedAccessException)
        {
            await NoteAsync(exception.Message, cancellationToken);
        }
    }

    private IBackupPlace PlaceOf(AgentBackup? worker) =>
        backups.To != BackupSettings.Bucket ? new FolderPlace(backups.To)
        : worker is not null ? new WorkerPlace(worker, time)
        : throw new BackupException(BackupFailure.Refused, $"{BackupKeys.To} is {BackupSettings.Bucket}, and {AgentConfigurationKeys.BackupToken} is missing. Take the stack's: nanoclaw config pull --stack NAME.");

    private async Task<IBackupSource> SourceAsync(AgentBackup worker, CancellationToken cancellationToken) =>
        new AgentSource(new WorkerState(worker), [.. (await store.Groups.ListAsync(cancellationToken)).Select(group => group.Folder)]);

    private async Task NoteAsync(string failure, CancellationToken cancellationToken)
    {
        LogFailed(failure);
        BackupHistory.NoteFailure(surroundings, failure, time.GetUtcNow());
        await TellFailureAsync(cancellationToken);
    }

    private async Task TellFailureAsync(CancellationToken cancellationToken)
    {
        var history = BackupHistory.Read(surroundings);
        if (history.Failure is { } failure && history.FailingSince is { } since)
        {
            var last = history.LastGoodAt is { } good ? FormattableString.Invariant($"The last good one is of {good.UtcDateTime:yyyy-MM-dd HH:mm}Z.") : "There is no good one yet.";
            await TellAsync(
                string.Create(CultureInfo.InvariantCulture, $"backup-failed:{since.UtcDateTime:yyyyMMddTHHmmssfff}"), $"The backup failed. {failure} {last} It is tried again within the hour.", cancellationToken);
        }
    }

    /// <summary>What has this key is told once, however often it is told.</summary>
    private async Task TellAsync(string key, string text, CancellationToken cancellationToken)
    {
        try
        {
            if ((await store.Groups.ListAsync(cancellationToken)).FirstOrDefault(group => group.IsMain) is { } main)
            {
                await store.Outbox.AddAsync(OutgoingText.Of(key, main.Jid, text, time), cancellationToken);
                await assistant.WakeAsync(cancellationToken);
            }
        }
        catch (StoreException exception)
        {
            LogNotTold(exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "Backups begin; their key is in {File}. Print it: nanoclaw backup key show.")]
    private partial void LogKey(string file);

    [LoggerMessage(LogLevel.Information, "The backup {Id} is whole; it added {Bytes} bytes.")]
    private partial void LogMade(string id, long bytes);

    [LoggerMessage(LogLevel.Warning, "The backup failed: {Reason}")]
    private partial void LogFailed(string reason);

    [LoggerMessage(LogLevel.Warning, "The main group could not be told of a backup: {Reason}")]
    private partial void LogNotTold(string reason);

    [LoggerMessage(LogLevel.Debug, "Backup: {Step}.")]
    private partial void LogStep(string step);

    private sealed class Steps(ScheduledBackups backups) : IProgress<string>
    {
        public void Report(string value) => backups.LogStep(value);
    }
}
