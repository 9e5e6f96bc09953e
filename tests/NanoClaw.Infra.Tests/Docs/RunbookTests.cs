using System.Text.RegularExpressions;
using NanoClaw.Infra.Tests.Evaluation;
using NanoClaw.Infra.Tests.Workflows;

namespace NanoClaw.Infra.Tests.Docs;

/// <summary>What the runbook promises is what the program does; who runs its commands is what every document says (<c>NanoClaw.Docs.Tests</c>).</summary>
public sealed partial class RunbookTests
{
    private const string Runbook = "docs/CLOUDFLARE_DEPLOYMENT.md";

    private static IEnumerable<string> Documents =>
        Directory
            .EnumerateFiles(Repository.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Repository.PathTo("docs"), "*.md", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal);

    [Fact]
    public async Task What_runs_anywhere_runs_here()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands are for sh.");
        var commands = Blocks().Where(b => b.Mark == "run").SelectMany(b => b.Lines).ToList();

        Assert.NotEmpty(commands);
        foreach (var command in commands)
        {
            var (exitCode, text) = await Tool.RunAsync(Repository.Root, "/bin/sh", "-c", command);
            Assert.True(exitCode == 0, $"{command}\n{text}");
        }
    }

    [Fact]
    public async Task The_import_names_are_the_program_s()
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner(("zonePlan", "pro")));
        var runbook = Text(Runbook);

        Assert.All(evaluated.OfType("Ruleset"), ruleset => Assert.Contains($"`{ruleset.Text("phase")}`", runbook, StringComparison.Ordinal));
        Assert.All(evaluated.OfType("Ruleset"), ruleset => Assert.Contains($"`{ruleset.Name}` (", runbook, StringComparison.Ordinal));
        Assert.Contains("cloudflare:index/ruleset:Ruleset custom ", runbook, StringComparison.Ordinal);
        Assert.Contains("nanoclaw:index:ZoneRules::zone", runbook, StringComparison.Ordinal);
        Assert.Contains(evaluated.Resources, r => r is { Type: "nanoclaw:index:ZoneRules", Name: "zone" });
    }

    /// <summary>What the program cannot do for the reader, and only the reader's account would have told.</summary>
    [Theory]
    [InlineData("an account without a workers.dev subdomain", "10063", "/workers/subdomain", "Workers & Pages")]
    [InlineData("a ruleset that is adopted", "It must show no replace", "20217", "emptied still holds its ruleset")]
    [InlineData("alerts on an account without them", "17200", "pulumi config rm alertEmails")]
    [InlineData("durations that are known to be good", "365, 730, 1825 and 3650", "87600h")]
    [InlineData("strict service tokens", "401 for one that is not valid", "403", "no cookie")]
    [InlineData(
        "what the preview's Pulumi token can do",
        "decrypt its secrets",
        "preview-prod` required reviewers",
        "ends with the hour",
        ":environment:<environment>"
    )]
    [InlineData("a Worker's name", "never changes once deployed", "new and empty")]
    [InlineData("going back in rotation", "pulumi config set endGeneration")]
    [InlineData("members of a zone", "*whole* update", "coveredHostnames", "keeps nothing of them")]
    [InlineData("removing a stack", "--preserve-config")]
    [InlineData("missing keys", "refused by the Pulumi CLI before the program runs")]
    [InlineData("a refresh with alerts", "`filters` changing from nothing to an empty object, once")]
    [InlineData("header fields", "need no plan", "HTTP/1.1 and HTTP/2 alike")]
    public void The_runbook_tells_of(string trap, params string[] words) =>
        Assert.All(words, word => Assert.True(Text(Runbook).Contains(word, StringComparison.Ordinal), $"{trap}: '{word}' is not in {Runbook}"));

    [Fact]
    public void The_durations_that_are_known_to_be_good_are_those_of_the_settings_file() =>
        Assert.Contains("365, 730, 1825 and 3650", Text("Pulumi.yaml"), StringComparison.Ordinal);

    [Fact]
    public void No_stack_is_removed_with_its_settings() =>
        Assert.All(
            Blocks().SelectMany(b => b.Lines).Where(line => line.StartsWith("pulumi stack rm", StringComparison.Ordinal)),
            line => Assert.EndsWith("--preserve-config", line, StringComparison.Ordinal)
        );

    private static IEnumerable<Block> Blocks() =>
        Documents
            .SelectMany(d => Fence().Matches(Text(d)))
            .Select(m => new Block(
                m.Groups["language"].Value,
                m.Groups["mark"].Value.Trim(),
                [.. m.Groups["body"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]
            ));

    private static string Text(string document) => File.ReadAllText(Repository.PathTo(document));

    [GeneratedRegex(
        @"^ *```(?<language>[a-z]+)(?<mark>[^\n]*)\n(?<body>.*?)^ *```",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Fence();

    private sealed record Block(string Language, string Mark, IReadOnlyList<string> Lines);
}
