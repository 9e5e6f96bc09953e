using NanoClaw.Backup.Snapshots;

namespace NanoClaw.Backup.Restoring;

/// <summary>Whether each path of a backup stays in its part's folder. Only the key's holder can write one; it is looked at all the same.</summary>
internal static class SnapshotPaths
{
    private static readonly char[] Forbidden = OperatingSystem.IsWindows() ? ['\\', ':', '\0'] : ['\0'];

    /// <exception cref="BackupException">One does not.</exception>
    public static void Demand(IReadOnlyList<SnapshotEntry> entries)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var links = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var steps = entry.Path.Split('/');
            var isRoot = entry is { Kind: SnapshotEntryKind.Folder, Path: "" };
            var leaves = !isRoot && steps.Any(step => step is "" or "." or ".." || step.IndexOfAny(Forbidden) >= 0);
            var throughLink = Enumerable.Range(1, steps.Length - 1).Any(count => links.Contains($"{entry.Part}:{string.Join('/', steps.Take(count))}"));
            var linksOut =
                entry.Kind == SnapshotEntryKind.Link && (entry.Target is not { } target || !Sources.LinkWithin.Is("/root", $"/root/{entry.Path}", target));
            if (leaves || throughLink || linksOut || entry.Length < 0 || !taken.Add($"{entry.Part}:{entry.Path}"))
            {
                throw new BackupException(
                    BackupFailure.Damaged,
                    "The backup names a file outside of its folder. It is not restored; an older one may be whole: nanoclaw restore --at TIME."
                );
            }

            if (entry.Kind == SnapshotEntryKind.Link)
            {
                links.Add($"{entry.Part}:{entry.Path}");
            }
        }
    }
}
