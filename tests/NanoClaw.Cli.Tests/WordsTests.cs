using System.Text.RegularExpressions;
using NanoClaw.LocalCloud;

namespace NanoClaw.Cli.Tests;

/// <summary>Words that nobody has to know who uses this: none of them is in a text that people see.</summary>
public sealed partial class WordsTests
{
    private static readonly string[] Banned =
    [
        "stand-in",
        "stands in",
        "stood in",
        "throw-away",
        "throwaway",
        "resources declared",
        "in the place of the project's",
        "lets be",
        "declaration is enforced",
    ];

    /// <summary>What begins a value and is no word.</summary>
    private static readonly string[] Values = ["throw-away-", "x-stand-in-worker"];

    [Fact]
    public async Task No_help_has_them()
    {
        using var nanoclaw = new CommandLine();
        foreach (var command in HelpWidthTests.Commands())
        {
            Assert.Equal(0, await nanoclaw.RunAsync([.. command, "--help"]));
            Assert.All(Banned, word => Assert.DoesNotContain(word, nanoclaw.Output, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void No_text_of_the_program_has_them()
    {
        var sources = Path.GetDirectoryName(ProjectFolder.FindUpward("NanoClaw.sln")!)!;
        string[] folders = [Path.Combine(sources, "src"), Path.Combine(sources, "infra")];
        var found = folders
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file =>
                Literal().Matches(Comment().Replace(File.ReadAllText(file), "")).Select(text => (File: Path.GetFileName(file), Text: text.Groups["text"].Value))
            )
            .Where(text => !Values.Contains(text.Text) && Banned.Any(word => text.Text.Contains(word, StringComparison.OrdinalIgnoreCase)));

        Assert.Empty(found);
    }

    [GeneratedRegex("\"(?<text>(?:[^\"\\\\\n]|\\\\.)*)\"", RegexOptions.None, 10_000)]
    private static partial Regex Literal();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline, 10_000)]
    private static partial Regex Comment();
}
