using System.Globalization;
using NanoClaw.Backup.Keys;
using NanoClaw.Backup.Places;
using NanoClaw.Backup.Snapshots;
using NanoClaw.Backup.Sources;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Backup.Restoring;

/// <summary>
/// Puts a backup in the place of what is there. Everything is fetched and compared before anything changes; then a
/// journal is written, and from there on the restore is ended, by itself or by whoever comes next.
/// </summary>
/// <param name="surroundings">What is restored.</param>
/// <param name="place">Where the backups are.</param>
/// <param name="key">Their key.</param>
/// <param name="time">The clock.</param>
public sealed class Restorer(BackupSurroundings surroundings, IBackupPlace place, BackupKey key, TimeProvider time)
{
    /// <summary>Whether a restore was cut off, which <see cref="RunAsync"/> ends instead of beginning another.</summary>
    public bool IsCutOff => RestoreJournal.IsThere(surroundings);

    /// <exception cref="BackupException">It could not be done; what was there is untouched, or the message says what to do.</exception>
    public async Task<RestoreReport> RunAsync(RestoreOrder order, bool isDryRun, IProgress<string> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(progress);
        PrivateFolder.Create(surroundings.OwnFolder);
        using var own = FileHold.Take(
            Path.Combine(surroundings.OwnFolder, "lock"),
            "Another backup or restore of this store is at work. Wait until it has ended, and try again."
        );
        using var store = isDryRun ? null : HoldStore();
        if (IsCutOff)
        {
            return isDryRun
                ? throw new BackupException(
                    BackupFailure.Conflict,
                    "A restore was cut off. Start it again without --dry-run to have it ended: nanoclaw restore."
                )
                : await GoOnAsync(RestoreJournal.Read(surroundings), order, progress, cancellationToken);
        }

        RestoreStage.DeleteAll(surroundings);
        var id = time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'-'HHmmssfff", CultureInfo.InvariantCulture);
        var stage = new RestoreStage(surroundings, id, isDryRun);
        try
        {
            var (snapshot, contents) = await FetchAsync(order, stage, progress, cancellationToken);
            progress.Report("Comparing it with what is there");
            var changes = await new RestoreComparison(surroundings, stage.Scratch).RunAsync(contents, order, isDamagedStoreFine: true, cancellationToken);
            if (isDryRun)
            {
                stage.Delete();
                return new(snapshot, changes, [], IsDryRun: true);
            }

            if (order.Agent is { } agent)
            {
                await DemandOlderAsync(contents, agent, order.Force, stage, cancellationToken);
            }

            var journal = new RestoreJournal
            {
                Id = id,
                Snapshot = snapshot,
                Phase = RestorePhase.Agent,
                Force = order.Force,
                AgentGroups = order.Agent is null ? [] : [.. contents.Entries.Where(entry => entry.Part == SnapshotPart.Agent).Select(AgentSource.GroupOf)],
                Moves = stage.Moves(),
                Leftovers = stage.Leftovers,
            };
            cancellationToken.ThrowIfCancellationRequested();
            progress.Report("Writing down what is to be done");
            if (journal.AgentGroups.Count == 0)
            {
                journal = journal with { Phase = RestorePhase.Home };
            }

            journal.Write(surroundings);
            return await GoOnAsync(journal, order, progress, cancellationToken) with { Changes = changes };
        }
        catch when (!IsCutOff)
        {
            stage.Delete();
            throw;
        }
    }

    private async Task<(Snapshot Snapshot, SnapshotContents Contents)> FetchAsync(
        RestoreOrder order,
        RestoreStage stage,
        IProgress<string> progress,
        CancellationToken cancellationToken
    )
    {
        await using var held = await place.HoldAsync(cancellationToken);
        using var repository = await Repository.OpenAsync(place, key, cancellationToken);
        var snapshot = await repository.FindAsync(order.At, cancellationToken);
        if (order.Logins && !snapshot.Logins)
        {
            throw new BackupException(
                BackupFailure.NotFound,
                $"The backup {snapshot.Id} holds no logins: it was made without --logins. Log in anew, or restore without --logins."
            );
        }

        progress.Report($"Fetching the backup {snapshot.Id}");
        var contents = await repository.ReadContentsAsync(snapshot, cancellationToken);
        stage.Create();
        await new SnapshotExtraction(repository, stage.Folders(order.Logins)).RunAsync(contents, cancellationToken);
        if (File.Exists(stage.Database))
        {
            await Task.Run(() => StagedStore.Demand(stage.Database, cancellationToken), cancellationToken);
        }

        return (snapshot, contents);
    }

    /// <summary>Looks at every group before the first one is changed.</summary>
    private static async Task DemandOlderAsync(
        SnapshotContents contents,
        IAgentState agent,
        bool force,
        RestoreStage stage,
        CancellationToken cancellationToken
    )
    {
        foreach (var group in contents.Entries.Where(entry => entry.Part == SnapshotPart.Agent).Select(AgentSource.GroupOf))
        {
            await using var there = await agent.ExportAsync(group, cancellationToken);
            await using var kept = new FileStream(stage.AgentFile(group), FileMode.Open, FileAccess.Read, FileShare.Read);
            if (!force && await AgentHeading.NewestAsync(there, cancellationToken) > await AgentHeading.NewestAsync(kept, cancellationToken))
            {
                throw AgentHeading.IsNewer(group);
            }
        }
    }

    private async Task<RestoreReport> GoOnAsync(RestoreJournal journal, RestoreOrder order, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (journal.Phase == RestorePhase.Agent)
        {
            if (order is { Agent: null, WithoutAgent: false })
            {
                throw new BackupException(
                    BackupFailure.Refused,
                    "A restore was cut off while the agent got its sessions and notes back, and the credential for that is missing. Set CLOUDFLARE_BACKUP_TOKEN and start it again, or leave the agent's as they are: nanoclaw restore --no-agent."
                );
            }

            var stage = new RestoreStage(surroundings, journal.Id, isDryRun: false);
            foreach (var group in order.Agent is null ? [] : journal.AgentGroups)
            {
                progress.Report($"Giving the agent the sessions and notes of {group}");
                await using var content = new FileStream(stage.AgentFile(group), FileMode.Open, FileAccess.Read, FileShare.Read);

                // Once the first group is changed there is no way back, and a run can hardly have begun since: nothing has the store.
                await order.Agent!.ImportAsync(group, content, force: true, cancellationToken);
            }

            journal = journal with { Phase = RestorePhase.Home };
            journal.Write(surroundings);
        }

        journal.End(surroundings, progress);
        return new(
            journal.Snapshot,
            [],
            [.. journal.Moves.Select(move => Path.GetDirectoryName(move.Aside)!).Distinct(StringComparer.Ordinal).Where(Directory.Exists)],
            IsDryRun: false
        );
    }

    private StoreHold HoldStore()
    {
        try
        {
            return StoreHold.Take(surroundings.StorePath, time);
        }
        catch (StoreException exception) when (exception.Failure == StoreFailure.InUse)
        {
            throw new BackupException(BackupFailure.InUse, exception.Message, exception);
        }
    }
}
