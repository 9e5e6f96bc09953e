using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Backup.Restoring;

/// <summary>A restore that was killed: ended before anybody opens the store.</summary>
public static class InterruptedRestore
{
    /// <summary>Ends one that only had things at home left to exchange; where there is none, nothing is done.</summary>
    /// <exception cref="BackupException">One was cut off earlier: then 'nanoclaw restore' has to be started again.</exception>
    /// <exception cref="StoreException">The restore is at work just now (<see cref="StoreFailure.InUse"/>).</exception>
    public static void End(BackupSurroundings surroundings, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        if (!RestoreJournal.IsThere(surroundings))
        {
            return;
        }

        using var held = StoreHold.Take(surroundings.StorePath, time);
        if (!RestoreJournal.IsThere(surroundings))
        {
            return;
        }

        var journal = RestoreJournal.Read(surroundings);
        if (journal.Phase == RestorePhase.Agent)
        {
            RestoreJournal.DemandNone(surroundings);
        }

        journal.End(surroundings);
    }
}
