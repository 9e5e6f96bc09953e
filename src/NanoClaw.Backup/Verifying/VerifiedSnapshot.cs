using NanoClaw.Backup.Snapshots;

namespace NanoClaw.Backup.Verifying;

/// <summary>What came of restoring a backup beside.</summary>
/// <param name="Name">The backup's name at its place.</param>
/// <param name="Snapshot">The backup; null where not even that can be read.</param>
/// <param name="Fault">What is wrong; null: every file is what was kept.</param>
public sealed record VerifiedSnapshot(string Name, Snapshot? Snapshot, string? Fault);
