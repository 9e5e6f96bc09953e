using NanoClaw.Backup.Keys;
using NanoClaw.Backup.Pieces;
using NanoClaw.Backup.Places;
using NanoClaw.Backup.Restoring;
using NanoClaw.Backup.Snapshots;

namespace NanoClaw.Backup.Verifying;

/// <summary>Restores backups beside what is there and compares every file with the checksum of what was kept.</summary>
/// <param name="surroundings">Whose backups they are; nothing of it is changed.</param>
/// <param name="place">Where they are.</param>
/// <param name="key">Their key.</param>
public sealed class BackupVerifier(BackupSurroundings surroundings, IBackupPlace place, BackupKey key)
{
    /// <param name="all">All backups, not the newest alone.</param>
    /// <param name="repair">Remove what nobody can read, so that the next backup writes anew what is still there.</param>
    /// <param name="progress">Told of each backup.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">It could not be done.</exception>
    public async Task<VerifyReport> RunAsync(bool all, bool repair, IProgress<string> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        PrivateFolder.Create(surroundings.OwnFolder);
        await using var held = await place.HoldAsync(cancellationToken);
        using var repository = await Repository.OpenAsync(place, key, cancellationToken);
        var unreadable = new List<string>();
        var snapshots = await repository.ListAsync(unreadable, cancellationToken);
        var verified = new List<VerifiedSnapshot>();
        var damaged = new HashSet<string>(StringComparer.Ordinal);
        foreach (var snapshot in all ? snapshots : snapshots.Take(1))
        {
            progress.Report($"Restoring the backup {snapshot.Id} beside");
            verified.Add(new(PieceName.Snapshot + snapshot.Id, snapshot, await FindFaultAsync(repository, snapshot, damaged, cancellationToken)));
        }

        verified.AddRange(unreadable.Select(name => new VerifiedSnapshot(name, null, "It cannot be read.")));
        IReadOnlyList<string> removable = [.. damaged.Order(StringComparer.Ordinal), .. unreadable];
        foreach (var name in repair ? removable : [])
        {
            await place.DeleteAsync(name, cancellationToken);
        }

        return new(verified, [.. damaged.Order(StringComparer.Ordinal)], repair ? removable : []);
    }

    private async Task<string?> FindFaultAsync(Repository repository, Snapshot snapshot, HashSet<string> damaged, CancellationToken cancellationToken)
    {
        var beside = Path.Combine(surroundings.OwnFolder, "verify");
        PrivateFolder.Delete(beside);
        PrivateFolder.Create(beside);
        try
        {
            var contents = await repository.ReadContentsAsync(snapshot, cancellationToken);
            var folders = new[] { SnapshotPart.Store, SnapshotPart.Groups, SnapshotPart.Logins, SnapshotPart.Agent }.ToDictionary(
                part => part,
                part => Path.Combine(beside, part),
                StringComparer.Ordinal
            );
            await new SnapshotExtraction(repository, folders).RunAsync(contents, cancellationToken);
            foreach (var database in contents.Entries.Where(entry => entry.Part == SnapshotPart.Store))
            {
                var path = Path.Combine(folders[SnapshotPart.Store], database.Path);
                await Task.Run(() => StagedStore.Demand(path, cancellationToken), cancellationToken);
            }

            return null;
        }
        catch (BackupException exception) when (exception.Failure == BackupFailure.Damaged)
        {
            await FindDamagedAsync(repository, snapshot, damaged, cancellationToken);
            return exception.Message;
        }
        finally
        {
            PrivateFolder.Delete(beside);
        }
    }

    /// <summary>The first damaged piece ended the restore beside; all are wanted.</summary>
    private static async Task FindDamagedAsync(Repository repository, Snapshot snapshot, HashSet<string> damaged, CancellationToken cancellationToken)
    {
        await LookAsync(snapshot.Contents);
        if (!snapshot.Contents.Any(damaged.Contains))
        {
            await LookAsync((await repository.ReadContentsAsync(snapshot, cancellationToken)).Pieces);
        }

        async Task LookAsync(IEnumerable<string> pieces)
        {
            foreach (var piece in pieces.Distinct(StringComparer.Ordinal).Where(piece => !damaged.Contains(piece)))
            {
                try
                {
                    await repository.ReadPieceAsync(piece, cancellationToken);
                }
                catch (BackupException exception) when (exception.Failure == BackupFailure.Damaged)
                {
                    damaged.Add(piece);
                }
            }
        }
    }
}
