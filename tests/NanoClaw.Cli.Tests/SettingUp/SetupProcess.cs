using System.Diagnostics;

namespace NanoClaw.Cli.Tests.SettingUp;

/// <summary><c>nanoclaw setup</c> as a process of its own, which can be killed.</summary>
internal static class SetupProcess
{
    /// <summary>The folder of this clone.</summary>
    public static string Repository { get; } = Find();

    public static Process Start(string folder, IReadOnlyDictionary<string, string> variables)
    {
        // Beside these tests it has their packages, so it runs with their list of them.
        var tests = Path.Combine(AppContext.BaseDirectory, typeof(SetupProcess).Assembly.GetName().Name!);
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "exec",
                "--runtimeconfig",
                $"{tests}.runtimeconfig.json",
                "--depsfile",
                $"{tests}.deps.json",
                Path.Combine(AppContext.BaseDirectory, "nanoclaw.dll"),
                "setup",
                "--stack",
                "dev",
                "--yes",
            ]
        )
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Pulumi.yaml")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
