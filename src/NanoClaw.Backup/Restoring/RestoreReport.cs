using NanoClaw.Backup.Snapshots;

namespace NanoClaw.Backup.Restoring;

/// <summary>What a restore did, or would do.</summary>
/// <param name="Snapshot">The backup.</param>
/// <param name="Changes">What differs.</param>
/// <param name="Kept">Where what was there before lies now; empty for a dry run.</param>
/// <param name="IsDryRun">Whether nothing was changed.</param>
public sealed record RestoreReport(Snapshot Snapshot, IReadOnlyList<RestoreChange> Changes, IReadOnlyList<string> Kept, bool IsDryRun);
