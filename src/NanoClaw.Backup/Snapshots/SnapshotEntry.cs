namespace NanoClaw.Backup.Snapshots;

/// <summary>A file, folder or link of a backup, in the order in which their contents follow each other.</summary>
public sealed record SnapshotEntry
{
    /// <summary>Which part of the whole it is of: one of <see cref="SnapshotPart"/>.</summary>
    public required string Part { get; init; }

    /// <summary>Relative to the part's folder, with <c>/</c> between the names.</summary>
    public required string Path { get; init; }

    public SnapshotEntryKind Kind { get; init; }

    public long Length { get; init; }

    /// <summary>SHA-256 of a file's content, in lower-case hexadecimal digits.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The bits of a Unix mode; null where the system has none.</summary>
    public int? Mode { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>Where a link leads: within its part.</summary>
    public string? Target { get; init; }
}
