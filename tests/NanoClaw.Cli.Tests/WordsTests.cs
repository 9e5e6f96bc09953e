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

    /// <summary>What only its makers have to know: words of the code, of the platform below it, of its wire, and numbers of errors.</summary>
    private static readonly string[] OfMakers =
    [
        "declare",
        "declares",
        "declared",
        "declaration",
        "durable object",
        "journal",
        "lease",
        "outbox",
        "inbox",
        "cursor",
        "invocation",
        "write-ahead",
        "sidecar",
        "surrogate",
        "idempotency",
        "isolate",
        "loopback",
        "payload",
        "deserialize",
        "backoff",
        "ledger",
        "supervisor",
        "workerd",
        "protocol",
        "10063",
        "20217",
    ];

    /// <summary>The rooms that speak to people, in a chat or at a terminal. What the bill names and what rules are made of is not theirs.</summary>
    private static readonly string[] Speaking =
    [
        "Backup",
        "Channels.Telegram",
        "Channels.Terminal",
        "Channels.WhatsApp",
        "Chatting",
        "Cli",
        "Deployment",
        "Dev",
        "Doctor",
        "History",
        "Home",
        "Host",
        "Import",
        "Installation",
        "Terminal",
        "Verification",
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
        var found = Literals(folders)
            .Where(text => !Values.Contains(text.Text) && Banned.Any(word => text.Text.Contains(word, StringComparison.OrdinalIgnoreCase)));

        Assert.Empty(found);
    }

    [Fact]
    public void No_message_has_words_of_those_who_make_it()
    {
        var sources = Path.GetDirectoryName(ProjectFolder.FindUpward("NanoClaw.sln")!)!;
        var found = Literals(Speaking.Select(room => Path.Combine(sources, "src", $"NanoClaw.{room}")))
            .Where(text => text.Text.Split(' ').Length >= 3)
            .Where(text =>
                OfMakers.Any(word => Regex.IsMatch(Hole().Replace(text.Text, ""), $@"\b{word}s?\b", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(10)))
            );

        Assert.Empty(found);
    }

    [Fact]
    public void No_message_has_the_name_of_a_type_or_a_code_of_the_machine()
    {
        var sources = Path.GetDirectoryName(ProjectFolder.FindUpward("NanoClaw.sln")!)!;
        var found = Literals(Speaking.Select(room => Path.Combine(sources, "src", $"NanoClaw.{room}")))
            // For who mends the program: the log, what it did not expect, and what cannot be.
            .Where(text => text.File is not ("LogEntry.cs" or "NanoClawCommandLine.cs" or "ReceivedEvents.cs"))
            .Where(text =>
                text.Text.Contains("GetType()", StringComparison.Ordinal)
                || text.Text.Contains("SocketErrorCode", StringComparison.Ordinal)
                || text.Text.Contains("HResult", StringComparison.Ordinal)
            );

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("a.Say($\"The outbox has {count} texts.\");", true)]
    [InlineData("[LoggerMessage(LogLevel.Warning, \"The outbox has {Count} texts.\", EventName = \"x\")]", false)]
    [InlineData("// \"The outbox has many texts.\"", false)]
    [InlineData("a.Say($\"It has {outbox.Count} texts.\");", false)]
    public void Words_are_looked_for_in_what_people_read_and_not_in_logs_comments_and_names(string code, bool isFound) =>
        Assert.Equal(isFound, LiteralsOf(code).Any(text => Hole().Replace(text, "").Contains("outbox", StringComparison.Ordinal)));

    private static IEnumerable<(string File, string Text)> Literals(IEnumerable<string> folders) =>
        folders
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => LiteralsOf(File.ReadAllText(file)).Select(text => (Path.GetFileName(file), text)));

    private static IEnumerable<string> LiteralsOf(string code) =>
        Literal().Matches(Comment().Replace(Log().Replace(code, ""), "")).Select(text => text.Groups["text"].Value);

    /// <summary>A line of the log: there codes and types belong.</summary>
    [GeneratedRegex("""\[LoggerMessage\((?:[^"]|"(?:[^"\\]|\\.)*")*?\)\]""", RegexOptions.None, 10_000)]
    private static partial Regex Log();

    /// <summary>What is filled in.</summary>
    [GeneratedRegex(@"\{[^{}]*\}", RegexOptions.None, 10_000)]
    private static partial Regex Hole();

    [GeneratedRegex("\"(?<text>(?:[^\"\\\\\n]|\\\\.)*)\"", RegexOptions.None, 10_000)]
    private static partial Regex Literal();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline, 10_000)]
    private static partial Regex Comment();
}
