using System.Diagnostics;
using System.Text.RegularExpressions;

namespace NanoClaw.EndToEnd.Tests;

/// <summary>The repository as a newcomer gets it: the tracked files, and nothing that a build left.</summary>
internal sealed partial class CleanClone : IDisposable
{
    // Of a build that says nothing new for so long nothing more is to come; how long all of it takes is the machine's affair.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(10);

    private static readonly string[] Built = ["bin", "obj", "node_modules", "dist", "artifacts", "TestResults", ".nanoclaw", ".git", ".vs", ".idea"];

    // What the build around this test, or the machine, has set for itself.
    private static readonly string[] Foreign = ["MSBUILD", "VSTEST", "DOTNET_CLI_", "NANOCLAW_", "ANTHROPIC_", "OPENAI_", "CLOUDFLARE_", "AGENT_", "PULUMI_"];

    private readonly string _folder = Directory.CreateTempSubdirectory("nanoclaw-clone-").FullName;

    private CleanClone() { }

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

            var target = Path.Combine(clone._folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(source, target);
        }

        return clone;
    }

    /// <summary>Runs a line in a shell, in the clone.</summary>
    public async Task<(int ExitCode, string Output, string Error)> TypeAsync(string line)
    {
        // Into files: a compiler's server that the build leaves running would keep a pipe open.
        var output = Path.Combine(_folder, "typed.out");
        var error = Path.Combine(_folder, "typed.err");
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"{line} </dev/null >typed.out 2>typed.err"])
        {
            WorkingDirectory = _folder,
            UseShellExecute = false,
        };
        foreach (var name in start.Environment.Keys.Where(key => Foreign.Any(prefix => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        try
        {
            await EndOrSilenceAsync(process, [output, error, Path.Combine(_folder, "artifacts", "launcher", "build.log")]);
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

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task EndOrSilenceAsync(Process process, string[] files)
    {
        var end = process.WaitForExitAsync(TestContext.Current.CancellationToken);
        for (var (said, silent) = (0, Stopwatch.StartNew()); !end.IsCompleted; )
        {
            await Task.WhenAny(end, Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken));
            if (Steps(files) is var more && more != said)
            {
                (said, silent) = (more, Stopwatch.StartNew());
            }

            Assert.True(
                silent.Elapsed < LongestSilence,
                $"Nothing new was said for {LongestSilence}:\n{string.Join('\n', files.Where(File.Exists).Select(Read))}"
            );
        }

        await end;
    }

    // That it still builds is no news.
    private static int Steps(string[] files) => files.Where(File.Exists).SelectMany(file => Read(file).Split('\n')).Count(line => !StillThere().IsMatch(line));

    private static string Read(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }

    [GeneratedRegex("^nanoclaw: +[0-9]+ s: ", RegexOptions.None, 1000)]
    private static partial Regex StillThere();

    private static async Task<IEnumerable<string>?> TrackedAsync(string repository)
    {
        try
        {
            using var git = Process.Start(
                new ProcessStartInfo("git", ["ls-files", "-z"])
                {
                    WorkingDirectory = repository,
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
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
        Directory
            .EnumerateFiles(folder)
            .Select(file => Path.GetRelativePath(root, file))
            .Concat(Directory.EnumerateDirectories(folder).Where(child => !Built.Contains(Path.GetFileName(child))).SelectMany(child => Sources(root, child)));
}
