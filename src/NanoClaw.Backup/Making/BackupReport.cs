using NanoClaw.Backup.Snapshots;

namespace NanoClaw.Backup.Making;

/// <summary>What a backup made.</summary>
/// <param name="Snapshot">The backup.</param>
/// <param name="LeftOut">What is not in it, and why.</param>
/// <param name="Expired">How many older backups were removed.</param>
/// <param name="PruneFailure">Why nothing could be removed; null where that was done.</param>
public sealed record BackupReport(Snapshot Snapshot, IReadOnlyList<string> LeftOut, int Expired, string? PruneFailure)
{
    /// <summary>Why it does not count as a good one, or older ones could not be removed; null: all is well.</summary>
    public string? Failure => Snapshot.Agent == AgentPart.Away ? "The agent could not be reached: the backup is without its sessions and notes." : PruneFailure;
}
