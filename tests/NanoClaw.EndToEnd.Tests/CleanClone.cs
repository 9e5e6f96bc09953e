using System.Diagnostics;

namespace NanoClaw.EndToEnd.Tests;

/// <summary>The repository as a newcomer gets it: the tracked files, and nothing that a build left.</summary>
internal sealed class CleanClone : IDisposable
{
    // It builds while other tests run; alone it takes a fifth of that.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    private static readonly string[] Built = ["bin", "obj", "node_modules", "dist", "artifacts", "TestResults", ".nanoclaw", ".git", ".vs", ".idea"];

    // What the build around this test, or the machine, has set for itself.
    private static readonly string[] Foreign = ["MSBUILD", "VSTEST", "DOTNET_CLI_", "ANTHROPIC_", "OPENAI_", "CLOUDFLARE_", "AGENT_", "PULUMI_"];

    private readonly string folder = Directory.CreateTempSubdirectory("nanoclaw-clone-").FullName;

    private CleanClone()
    {
    }

    public static async Task<CleanClone> CreateAsync(string repository)
    {
        var clone = new CleanClone();
        foreach (var file in await TrackedAsync(repository) ?? Sources(repository, repository))
        {
            var source = Path.Combine(repository, file);

            // Deleted here and not yet committed.
            if (!File.Exists(source))
            {
                continue;
            }

            var target = Path.Combine(clone.folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(source, target);
        }

        return clone;
    }

    /// <summary>Runs a line in a shell, in the clone.</summary>
    public async Task<(int ExitCode, string Output, string Error)> TypeAsync(string line)
    {
        // Into files: a compiler's server that the build leaves running would keep a pipe open.
        var output = Path.Combine(folder, "typed.out");
        var error = Path.Combine(folder, "typed.err");
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"{line} </dev/null >typed.out 2>typed.err"]) { WorkingDirectory = folder, UseShellExecute = false };
        foreach (var name in start.Environment.Keys.Where(key => Foreign.Any(prefix => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return (process.ExitCode, await File.ReadAllTextAsync(output), await File.ReadAllTextAsync(error));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task<IEnumerable<string>?> TrackedAsync(string repository)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["ls-files", "-z"])
            {
                WorkingDirectory = repository,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var files = await git.StandardOutput.ReadToEndAsync();
            await git.WaitForExitAsync();
            return git.ExitCode == 0 && files.Length > 0 ? files.Split('\0', StringSplitOptions.RemoveEmptyEntries) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> Sources(string root, string folder) =>
        Directory.EnumerateFiles(folder).Select(file => Path.GetRelativePath(root, file))
            .Concat(Directory.EnumerateDirectories(folder).Where(child => !Built.Contains(Path.GetFileName(child))).SelectMany(child => Sources(root, child)));
}
