namespace NanoClaw.Agents;

/// <summary>Paths with every symbolic link on their way resolved.</summary>
internal static class RealPath
{
    // As many as Linux follows (path_resolution(7)).
    private const int MaxLinks = 40;

    /// <summary>The real path, or null where something on the way does not exist or leads in a circle.</summary>
    public static string? Of(string path)
    {
        var links = 0;
        return Resolve(Path.GetFullPath(path), ref links);
    }

    /// <summary>Whether a real path is a real folder or lies in it.</summary>
    public static bool IsWithin(string path, string folder)
    {
        var relative = Path.GetRelativePath(folder, path);
        return relative == "."
            || (relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !Path.IsPathRooted(relative));
    }

    /// <summary>The path with <c>~</c> as the home folder.</summary>
    public static string ExpandHome(string path) =>
        path == "~" || path.StartsWith("~/", StringComparison.Ordinal)
            ? Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[1..])
            : path;

    private static string? Resolve(string path, ref int links)
    {
        var root = Path.GetPathRoot(path)!;
        var resolved = root;
        foreach (var part in path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(resolved, part);
            FileSystemInfo entry = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            if (entry.LinkTarget is { } target)
            {
                if (++links > MaxLinks || Resolve(Path.GetFullPath(target, resolved), ref links) is not { } linked)
                {
                    return null;
                }

                next = linked;
            }
            else if (!entry.Exists)
            {
                return null;
            }

            resolved = next;
        }

        return resolved;
    }
}
