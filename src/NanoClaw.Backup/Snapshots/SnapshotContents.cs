namespace NanoClaw.Backup.Snapshots;

/// <summary>What is in a backup, and the pieces whose contents, one behind the other, are those of its files in their order.</summary>
public sealed record SnapshotContents
{
    public required IReadOnlyList<SnapshotEntry> Entries { get; init; }

    public required IReadOnlyList<string> Pieces { get; init; }
}
