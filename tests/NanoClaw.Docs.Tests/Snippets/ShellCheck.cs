using System.Diagnostics;
using System.Text.RegularExpressions;
using NanoClaw.Docs.Tests.Documents;

namespace NanoClaw.Docs.Tests.Snippets;

/// <summary>A shell's block is read by a shell, its commands are known with what they are given, and it says who runs it.</summary>
internal sealed partial class ShellCheck : ISnippetCheck
{
    public async Task<IReadOnlyList<string>> MistakesAsync(Fence fence)
    {
        // <what the reader puts in> is one word of theirs.
        var text = Placeholder().Replace(fence.Text, "placeholder");
        return [.. RunnerMarks.Mistakes(fence), .. await SyntaxAsync(text), .. new KnownCommands(FolderOf(fence.Document)).Mistakes(text)];
    }

    // Beside a package of npm, its commands are typed there; all others at the root.
    private static string FolderOf(string document) =>
        Path.GetDirectoryName(document) is { Length: > 0 } folder && File.Exists(Repository.PathTo($"{folder}/package.json")) ? folder : ".";

    private static async Task<IEnumerable<string>> SyntaxAsync(string text)
    {
        if (OperatingSystem.IsWindows())
        {
            return [];
        }

        using var shell = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-n"])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardError = true,
            }
        )!;
        await shell.StandardInput.WriteAsync(text);
        shell.StandardInput.Close();
        var error = await shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return shell.ExitCode == 0 ? [] : [error.Trim()];
    }

    [GeneratedRegex("<[A-Za-z0-9][^<>\n]*>", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();
}
