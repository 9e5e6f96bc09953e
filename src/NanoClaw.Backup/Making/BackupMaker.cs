using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using NanoClaw.Backup.Keys;
using NanoClaw.Backup.Pieces;
using NanoClaw.Backup.Places;
using NanoClaw.Backup.Restoring;
using NanoClaw.Backup.Retention;
using NanoClaw.Backup.Snapshots;
using NanoClaw.Backup.Sources;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Backup.Making;

/// <summary>Makes backups. Until its last step, which says that it is whole, a backup is a few pieces that nobody needs.</summary>
/// <param name="surroundings">What is kept.</param>
/// <param name="place">Where.</param>
/// <param name="key">By which key.</param>
/// <param name="time">The clock.</param>
public sealed class BackupMaker(BackupSurroundings surroundings, IBackupPlace place, BackupKey key, TimeProvider time)
{
    /// <exception cref="BackupException">It could not be made; what was there before is untouched.</exception>
    public async Task<BackupReport> RunAsync(BackupOrder order, IProgress<string> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(progress);
        if (!File.Exists(surroundings.StorePath))
        {
            throw new BackupException(
                BackupFailure.NotFound,
                $"There is no store at {surroundings.StorePath}, so there is nothing to keep. 'nanoclaw restore' brings one back."
            );
        }

        PrivateFolder.Create(surroundings.OwnFolder);
        RestoreJournal.DemandNone(surroundings);
        var history = BackupHistory.Read(surroundings);
        using var own = FileHold.Take(
            Path.Combine(surroundings.OwnFolder, "lock"),
            "Another backup or restore of this store is at work. Wait until it has ended, and try again."
        );
        try
        {
            await DemandEarlierAsync(history, order.Anew, cancellationToken);
            var report = await MakeAsync(order, progress, cancellationToken);
            if (report.Failure is { } notGood)
            {
                Failed(notGood, report.Snapshot.Agent == AgentPart.Away ? null : time.GetUtcNow());
            }
            else
            {
                Note(new BackupHistory { LastGoodAt = time.GetUtcNow(), Place = place.Description });
            }

            return report;
        }
        catch (StoreException exception)
        {
            var failure = exception.Failure switch
            {
                StoreFailure.Full => BackupFailure.Full,
                StoreFailure.Corrupt => BackupFailure.Damaged,
                _ => BackupFailure.NotAccessible,
            };
            Failed(exception.Message);
            throw new BackupException(failure, exception.Message, exception);
        }
        catch (BackupException exception)
        {
            Failed(exception.Message);
            throw;
        }

        void Failed(string failure, DateTimeOffset? goodAt = null)
        {
            var now = time.GetUtcNow();
            Note(
                history with
                {
                    Place = place.Description,
                    LastGoodAt = goodAt ?? history.LastGoodAt,
                    Failure = failure,
                    FailedAt = now,
                    FailingSince = history.FailingSince ?? now,
                }
            );
        }
    }

    /// <summary>A disk that is not mounted leaves an empty folder in its place, which must not be taken for a new one.</summary>
    private async Task DemandEarlierAsync(BackupHistory history, bool anew, CancellationToken cancellationToken)
    {
        if (
            !anew
            && history is { LastGoodAt: { } good }
            && history.Place == place.Description
            && await place.FindAsync(PieceName.Repository, cancellationToken) is null
        )
        {
            throw new BackupException(
                BackupFailure.Away,
                FormattableString.Invariant(
                    $"The backups at {place.Description}, of which the last is of {good.UtcDateTime:yyyy-MM-dd HH:mm}Z, are gone. Is the disk mounted? If they were removed on purpose: nanoclaw backup --anew."
                )
            );
        }
    }

    private async Task<BackupReport> MakeAsync(BackupOrder order, IProgress<string> progress, CancellationToken cancellationToken)
    {
        await using var held = await place.HoldAsync(cancellationToken);
        using var repository = await Repository.OpenOrBeginAsync(place, key, cancellationToken);
        var known = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var name in place.ListAsync(PieceName.Piece, cancellationToken))
        {
            known.Add(name);
        }

        var leftOut = new List<string>();
        var stage = Path.Combine(surroundings.OwnFolder, "stage");
        PrivateFolder.Delete(stage);
        PrivateFolder.Create(stage);
        Snapshot snapshot;
        try
        {
            using var logins = order.Logins ? HoldStore() : null;
            List<(IBackupSource Source, string Part)> sources =
            [
                (new StoreSource(surroundings.StorePath), "the store"),
                (new FolderSource(SnapshotPart.Groups, surroundings.GroupsFolder, leftOut.Add), "the groups' folders"),
            ];
            if (order.Logins)
            {
                sources.Add((new FolderSource(SnapshotPart.Logins, surroundings.LoginsFolder, leftOut.Add), "the channels' logins"));
            }

            snapshot = await WriteAsync(repository, known, sources, stage, order, leftOut, progress, cancellationToken);
        }
        finally
        {
            PrivateFolder.Delete(stage);
        }

        var (expired, failure) = await PruneAsync(repository, order.Keep, progress, cancellationToken);
        return new(snapshot, leftOut, expired, failure);
    }

    private async Task<Snapshot> WriteAsync(
        Repository repository,
        HashSet<string> known,
        List<(IBackupSource Source, string Part)> sources,
        string stage,
        BackupOrder order,
        List<string> leftOut,
        IProgress<string> progress,
        CancellationToken cancellationToken
    )
    {
        var writer = new SnapshotWriter(repository, known);
        var entries = new List<SnapshotEntry>();
        foreach (var (source, part) in sources)
        {
            progress.Report($"Keeping {part}");
            await AddAsync(source);
        }

        var agent = AgentPart.NotAsked;
        if (order.Agent is { } ofAgent)
        {
            progress.Report("Keeping the agent's sessions and notes");
            try
            {
                await AddAsync(ofAgent);
                agent = AgentPart.Whole;
            }
            catch (BackupException exception) when (exception.Failure is BackupFailure.Away)
            {
                // Home without the agent is better kept than nothing; the backup says what it is without.
                agent = AgentPart.Away;
                leftOut.Add($"The agent's sessions and notes are not in this backup: {exception.Message}");
            }
        }

        progress.Report("Writing what the backup consists of");
        var contents = new SnapshotContents { Entries = entries, Pieces = await writer.EndAsync(cancellationToken) };
        using var json = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(contents, BackupJson.Default.SnapshotContents));
        await writer.AddAsync(json, cancellationToken);
        var now = time.GetUtcNow();
        var snapshot = new Snapshot
        {
            Id = string.Create(
                CultureInfo.InvariantCulture,
                $"{now.UtcDateTime:yyyyMMdd't'HHmmss'z'}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}"
            ),
            CreatedAt = now,
            Agent = agent,
            Logins = order.Logins,
            Files = entries.Count(entry => entry.Kind == SnapshotEntryKind.File),
            Groups = entries.Count(entry =>
                entry is { Part: SnapshotPart.Groups, Kind: SnapshotEntryKind.Folder, Path.Length: > 0 } && !entry.Path.Contains('/', StringComparison.Ordinal)
            ),
            Bytes = entries.Sum(entry => entry.Length),
            Contents = await writer.EndAsync(cancellationToken),
            AddedBytes = writer.AddedBytes,
        };
        progress.Report($"Ending the backup {snapshot.Id}");
        await repository.WriteSnapshotAsync(snapshot, cancellationToken);
        return snapshot;

        async Task AddAsync(IBackupSource source)
        {
            await foreach (var (entry, open) in source.ListAsync(stage, cancellationToken))
            {
                if (entry.Kind != SnapshotEntryKind.File)
                {
                    entries.Add(entry);
                    continue;
                }

                try
                {
                    await using var content = open!();
                    if (content is not null)
                    {
                        var (length, sha256) = await writer.AddAsync(content, cancellationToken);
                        entries.Add(entry with { Length = length, Sha256 = sha256 });
                    }
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    throw BackupException.Of(exception, entry.Path);
                }
            }
        }
    }

    private static async Task<(int Expired, string? Failure)> PruneAsync(
        Repository repository,
        RetentionRule? keep,
        IProgress<string> progress,
        CancellationToken cancellationToken
    )
    {
        if (keep is null)
        {
            return (0, null);
        }

        try
        {
            return (await new Pruning(repository).RunAsync(keep, progress, cancellationToken), null);
        }
        catch (BackupException exception)
        {
            // The backup itself is whole, and stays so.
            return (0, $"Older backups could not be removed: {exception.Message}");
        }
    }

    private StoreHold HoldStore()
    {
        try
        {
            return StoreHold.Take(surroundings.StorePath, time);
        }
        catch (StoreException exception) when (exception.Failure == StoreFailure.InUse)
        {
            throw new BackupException(
                BackupFailure.InUse,
                $"The channels' logins change while the assistant runs. {exception.Message} Without --logins a backup may be made meanwhile.",
                exception
            );
        }
    }

    private void Note(BackupHistory history)
    {
        try
        {
            history.Write(surroundings);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // On a full disk the failure itself is what counts, and it is told.
        }
    }
}
