namespace NanoClaw.Agents;

/// <summary>The user whose files the container writes.</summary>
internal static class HostUser
{
    /// <summary>
    /// <c>uid:gid</c>, or null where the container's own user will do: as root, as 1000 (the image's <c>node</c>), and
    /// where the engine maps files itself (macOS, Windows).
    /// </summary>
    public static string? Current()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        string? uid = null,
            gid = null;
        foreach (var line in File.ReadLines("/proc/self/status"))
        {
            // "Uid:\t<real>\t<effective>\t..."
            if (line.StartsWith("Uid:", StringComparison.Ordinal))
            {
                uid = line.Split('\t')[2];
            }
            else if (line.StartsWith("Gid:", StringComparison.Ordinal))
            {
                gid = line.Split('\t')[2];
            }
        }

        return uid is null or "0" or "1000" || gid is null ? null : $"{uid}:{gid}";
    }
}
