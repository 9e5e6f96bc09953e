using System.Diagnostics;

namespace NanoClaw.EndToEnd.Tests.Killing;

/// <summary>The processes that something of a test's own folder was started with, which so are the test's own.</summary>
internal static class ProcessesOf
{
    public static IReadOnlyList<Process> Folder(string program, string folder) =>
        !OperatingSystem.IsLinux() ? [] : [.. Process.GetProcesses().Where(process => IsStartedWith(process, program, folder))];

    /// <summary><c>kill -9</c>.</summary>
    /// <returns>How many there were.</returns>
    public static int Kill(string program, string folder)
    {
        var found = Folder(program, folder);
        foreach (var process in found)
        {
            using (process)
            {
                process.Kill();
            }
        }

        return found.Count;
    }

    // By its command line: Node.js gives its process another name.
    private static bool IsStartedWith(Process process, string program, string folder)
    {
        try
        {
            var words = File.ReadAllText($"/proc/{process.Id}/cmdline").Split('\0');
            return Path.GetFileName(words[0]) == program && words.Any(word => word.Contains(folder, StringComparison.Ordinal));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
