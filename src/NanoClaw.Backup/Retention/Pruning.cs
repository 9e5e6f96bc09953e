using NanoClaw.Backup.Pieces;
using NanoClaw.Backup.Snapshots;

namespace NanoClaw.Backup.Retention;

/// <summary>
/// Removes backups that are past their time, and then the pieces that none of the others needs. Its caller holds the
/// place. Killed anywhere, it leaves pieces that nobody needs, and the next one removes them.
/// </summary>
internal sealed class Pruning(Repository repository)
{
    /// <returns>How many backups were removed.</returns>
    /// <exception cref="BackupException">A backup that is to stay cannot be read: then no piece is removed.</exception>
    public async Task<int> RunAsync(RetentionRule rule, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var damaged = new List<string>();
        var snapshots = await repository.ListAsync(damaged, cancellationToken);
        if (damaged.Count > 0)
        {
            throw new BackupException(
                BackupFailure.Damaged,
                $"{damaged[0]} of the backups is damaged, so it is not known which pieces it needs. 'nanoclaw backup verify --all --repair' removes what cannot be read."
            );
        }

        var kept = rule.Choose(snapshots);
        var needed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var snapshot in snapshots.Where(snapshot => kept.Contains(snapshot.Id)))
        {
            needed.UnionWith(snapshot.Contents);
            needed.UnionWith((await repository.ReadContentsAsync(snapshot, cancellationToken)).Pieces);
        }

        var expired = snapshots.Where(snapshot => !kept.Contains(snapshot.Id)).ToList();
        foreach (var snapshot in expired)
        {
            // The backups first: one without its pieces would call itself whole.
            progress.Report($"Removing the backup {snapshot.Id}");
            await repository.Place.DeleteAsync(PieceName.Snapshot + snapshot.Id, cancellationToken);
        }

        var unneeded = new List<string>();
        await foreach (var name in repository.Place.ListAsync(PieceName.Piece, cancellationToken))
        {
            if (!needed.Contains(name))
            {
                unneeded.Add(name);
            }
        }

        foreach (var name in unneeded)
        {
            await repository.Place.DeleteAsync(name, cancellationToken);
        }

        return expired.Count;
    }
}
