using System.Globalization;

namespace NanoClaw.Import.From;

/// <summary>Which processes have a file open, as far as the system tells: those of the same user.</summary>
internal sealed class OpenFiles(Func<string, IReadOnlyList<string>, CancellationToken, Task<string?>> ask)
{
    private const string Processes = "/proc";

    public async Task<IReadOnlyList<int>> FindProcessesAsync(string path, CancellationToken cancellationToken)
    {
        if (Directory.Exists("/proc/self/fd"))
        {
            return [.. Directory.EnumerateDirectories(Processes).Select(folder => Number(Path.GetFileName(folder))).Where(id => id > 0 && HasOpen(id, path))];
        }

        // macOS has no such folder, and brings lsof.
        var found = OperatingSystem.IsWindows() ? null : await ask("lsof", ["-t", "--", path], cancellationToken);
        return [.. (found ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Number).Where(id => id > 0)];
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static bool HasOpen(int process, string path)
    {
        try
        {
            return Directory
                .EnumerateFileSystemEntries($"{Processes}/{process}/fd")
                .Any(descriptor => File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.FullName == path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended, or belongs to somebody else.
            return false;
        }
    }
}
