namespace NanoClaw.Backup.Verifying;

/// <summary>What verifying found.</summary>
/// <param name="Snapshots">The backups that were looked at, the newest first.</param>
/// <param name="DamagedPieces">The pieces that are missing or do not open.</param>
/// <param name="Removed">What was removed because nobody can read it.</param>
public sealed record VerifyReport(IReadOnlyList<VerifiedSnapshot> Snapshots, IReadOnlyList<string> DamagedPieces, IReadOnlyList<string> Removed)
{
    public bool IsWhole => DamagedPieces.Count == 0 && Snapshots.All(snapshot => snapshot.Fault is null);
}
