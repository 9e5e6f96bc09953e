using NanoClaw.Backup.Snapshots;

namespace NanoClaw.Backup.Sources;

/// <summary>Something that is to be kept.</summary>
/// <param name="Entry">What it is; a file's length and checksum come from what is read.</param>
/// <param name="Open">Opens a file's content; null for what has none, or where the file went meanwhile.</param>
public sealed record SourceEntry(SnapshotEntry Entry, Func<Stream?>? Open = null);
