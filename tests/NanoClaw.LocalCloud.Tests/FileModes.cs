namespace NanoClaw.LocalCloud.Tests;

internal static class FileModes
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Passes on Windows, whose files take their folder's access list.</summary>
    public static void AssertOwnerOnly(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(Directory.Exists(path) ? OwnerFile | UnixFileMode.UserExecute : OwnerFile, File.GetUnixFileMode(path));
        }
    }

    public static void OpenToAll(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, OwnerFile | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
    }
}
