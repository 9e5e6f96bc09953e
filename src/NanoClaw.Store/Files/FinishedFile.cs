using System.Runtime.InteropServices;

namespace NanoClaw.Store.Files;

/// <summary>A file that is written whole under a name of its own and then gets the one it is known by.</summary>
public static class FinishedFile
{
    private const int NameIsTaken = 17;

    /// <summary>
    /// Gives it a name that nobody has, as one step. <see cref="File.Move(string, string)"/> looks first and renames then:
    /// of two processes that do so at once, the second replaces what the first has made.
    /// </summary>
    /// <param name="finished">The file under the name of its own, on the same file system.</param>
    /// <param name="path">The name it is to have.</param>
    /// <exception cref="IOException">Another file has that name, and keeps it; or the disk refuses.</exception>
    public static void NameOnce(string finished, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            File.Move(finished, path);
            return;
        }

        if (Link(finished, path) == 0)
        {
            File.Delete(finished);
        }
        else if (Marshal.GetLastPInvokeError() == NameIsTaken)
        {
            throw new IOException($"{path} is there already.");
        }
        else
        {
            // A file system without second names, such as FAT; or a refusal, which this one tells by its right name.
            File.Move(finished, path);
        }
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
