using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Backup.Restoring;

/// <summary>A database that came out of a backup, before it takes the other's place.</summary>
internal static class StagedStore
{
    /// <exception cref="BackupException">It is damaged, or a newer NanoClaw's.</exception>
    public static void Demand(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var inspection = StoreInspection.Open(path);
            if (inspection.SchemaVersion > StoreInspection.KnownSchema)
            {
                throw new BackupException(BackupFailure.Conflict, "The backup's store was written by a newer NanoClaw. Update this one; nothing was changed.");
            }

            if (inspection.FindDamage(cancellationToken) is { } damage)
            {
                throw new BackupException(
                    BackupFailure.Damaged,
                    $"The backup's store was damaged when it was kept: {damage} An older one may be whole: nanoclaw restore --at TIME."
                );
            }
        }
        catch (StoreException exception)
        {
            throw new BackupException(
                BackupFailure.Damaged,
                $"The backup's store cannot be opened: {exception.Message} An older one may be whole: nanoclaw restore --at TIME.",
                exception
            );
        }
    }
}
