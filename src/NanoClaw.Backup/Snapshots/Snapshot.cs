namespace NanoClaw.Backup.Snapshots;

/// <summary>A backup as it is listed. It is written last: what has one is whole.</summary>
public sealed record Snapshot
{
    /// <summary>Its name: the time, and something that no other has.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public AgentPart Agent { get; init; }

    public bool Logins { get; init; }

    public int Files { get; init; }

    public int Groups { get; init; }

    /// <summary>Bytes of all contents, as they are at home.</summary>
    public long Bytes { get; init; }

    /// <summary>Bytes that this backup added to the place.</summary>
    public long AddedBytes { get; init; }

    /// <summary>The version of the layout; a newer one is refused.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>The pieces of its <see cref="SnapshotContents"/>.</summary>
    public required IReadOnlyList<string> Contents { get; init; }

    internal const int CurrentFormat = 1;
}
