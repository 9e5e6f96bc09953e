namespace NanoClaw.Doctor;

/// <summary>Whether anybody but its owner may do something with a file or folder; on Windows that is not looked at.</summary>
public static class OpenToOthers
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    public static bool Is(string path) => !OperatingSystem.IsWindows() && Path.Exists(path) && (File.GetUnixFileMode(path) & Others) != UnixFileMode.None;
}
