namespace NanoClaw.Backup.Restoring;

/// <summary>Something that a restore changes.</summary>
/// <param name="Part">The part it is of.</param>
/// <param name="Path">Its path there.</param>
/// <param name="Kind">What happens to it.</param>
/// <param name="Detail">More, for a person; null where that is all.</param>
public sealed record RestoreChange(string Part, string Path, RestoreChangeKind Kind, string? Detail = null);
