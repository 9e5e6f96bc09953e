namespace NanoClaw.Host;

/// <summary>
/// The folder of the groups' folders. What is known about people stands there, so it is for its owner alone; the
/// folders in it keep their modes, since a container is given one of them.
/// </summary>
public static class GroupFolders
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the groups' folder, closed to others, and a group's in it, unless they are there.</summary>
    /// <returns>The group's.</returns>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not make it.</exception>
    public static string Make(string groupsFolder, string folder)
    {
        MakeRoot(groupsFolder);
        return Directory.CreateDirectory(Path.Combine(groupsFolder, folder)).FullName;
    }

    /// <summary>Makes the groups' folder, closed to others, unless it is there.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not make it.</exception>
    public static void MakeRoot(string groupsFolder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(groupsFolder);
        }
        else
        {
            Directory.CreateDirectory(groupsFolder, Owner);
        }
    }

    /// <summary>Closes a groups' folder that is there to others.</summary>
    /// <returns>False where it is another user's, who alone can.</returns>
    public static bool Close(string groupsFolder)
    {
        if (OperatingSystem.IsWindows() || !Directory.Exists(groupsFolder) || (File.GetUnixFileMode(groupsFolder) & ~Owner) == UnixFileMode.None)
        {
            return true;
        }

        try
        {
            File.SetUnixFileMode(groupsFolder, File.GetUnixFileMode(groupsFolder) & Owner);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
