namespace NanoClaw.Backup.Sources;

/// <summary>Whether a link stays within a tree, so that neither a backup nor a restore leaves it.</summary>
internal static class LinkWithin
{
    /// <summary>Steps upwards may only come first: after a name that is a link itself they would lead elsewhere.</summary>
    public static bool Is(string root, string link, string target)
    {
        var upwards = target.Split('/').SkipWhile(step => step is ".." or ".").All(step => step != "..");
        var within = Path.GetFullPath(root) + Path.DirectorySeparatorChar;
        return upwards && !Path.IsPathRooted(target) && Path.GetFullPath(target, Path.GetDirectoryName(link)!).StartsWith(within, StringComparison.Ordinal);
    }
}
