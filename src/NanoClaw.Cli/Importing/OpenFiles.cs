using System.Globalization;

namespace NanoClaw.Cli.Importing;

/// <summary>Which processes have a file open, as far as the system tells: on Linux, those of the same user.</summary>
internal static class OpenFiles
{
    private const string Processes = "/proc";

    public static IReadOnlyList<int> ProcessesWith(string path)
    {
        if (!Directory.Exists("/proc/self/fd"))
        {
            return [];
        }

        return
        [
            .. Directory.EnumerateDirectories(Processes)
                .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
                .Where(id => id > 0 && HasOpen(id, path)),
        ];
    }

    private static bool HasOpen(int process, string path)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries($"{Processes}/{process}/fd").Any(descriptor => File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.FullName == path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended, or belongs to somebody else.
            return false;
        }
    }
}
