using System.Text.RegularExpressions;
using NanoClaw.Infra.Settings;
using NanoClaw.Infra.Tests.Evaluation;
using NanoClaw.Infra.Tests.Workflows;

namespace NanoClaw.Infra.Tests.Docs;

/// <summary>Every command in the documents is run here, runs in the CLI's own tests, or says that it needs an account.</summary>
public sealed partial class RunbookTests
{
    private static readonly string[] _documents = ["docs/CLOUDFLARE_DEPLOYMENT.md", "docs/ARCHITECTURE.md"];

    [Fact]
    public void Every_block_of_commands_says_where_it_can_run() =>
        Assert.All(Blocks().Where(b => b.Language is "sh" or "bash" or "console"), b => Assert.Contains(b.Mark, new[] { "account", "cli", "run" }));

    [Fact]
    public void What_needs_an_account_tells_the_reader() =>
        Assert.All(Blocks().Where(b => b.Mark == "account"), b => Assert.Equal("# needs an account", b.Lines[0]));

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
    public void What_is_the_CLI_s_is_written_as_the_README_writes_it() =>
        Assert.All(Blocks().Where(b => b.Mark == "cli").SelectMany(b => b.Lines), line => Assert.StartsWith("./nanoclaw ", line, StringComparison.Ordinal));

    [Fact]
    public void Every_setting_that_is_set_exists()
    {
        var keys = Blocks().SelectMany(b => b.Lines)
            .Select(line => ConfigSet().Match(line))
            .Where(m => m.Success)
            .Select(m => m.Groups["key"].Value)
            .ToList();

        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.NotNull(SettingKeys.Find(key)));
    }

    [Fact]
    public void Every_file_and_folder_that_is_linked_is_there() =>
        Assert.All(
            AllDocuments().SelectMany(d => Link().Matches(Text(d)).Select(m => (Document: d, Target: m.Groups["target"].Value)))
                .Where(link => !link.Target.StartsWith("http", StringComparison.Ordinal)),
            link => Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(Repository.PathTo(link.Document))!, link.Target)), $"{link.Document}: {link.Target}"));

    [Fact]
    public async Task The_import_names_are_the_program_s()
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner(("zonePlan", "pro")));
        var runbook = Text(_documents[0]);

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
    [InlineData("what the preview's Pulumi token can do", "decrypt its secrets", "preview-prod` required reviewers", "ends with the hour", ":environment:<environment>")]
    [InlineData("a Worker's name", "never changes once deployed", "new and empty")]
    [InlineData("going back in rotation", "pulumi config set endGeneration")]
    [InlineData("members of a zone", "*whole* update", "coveredHostnames", "keeps nothing of them")]
    [InlineData("removing a stack", "--preserve-config")]
    [InlineData("missing keys", "refused by the Pulumi CLI before the program runs")]
    [InlineData("a refresh with alerts", "`filters` changing from nothing to an empty object, once")]
    [InlineData("header fields", "need no plan", "HTTP/1.1 and HTTP/2 alike")]
    public void The_runbook_tells_of(string trap, params string[] words) =>
        Assert.All(words, word => Assert.True(Text(_documents[0]).Contains(word, StringComparison.Ordinal), $"{trap}: '{word}' is not in {_documents[0]}"));

    [Fact]
    public void The_durations_that_are_known_to_be_good_are_those_of_the_settings_file() =>
        Assert.Contains("365, 730, 1825 and 3650", Text("Pulumi.yaml"), StringComparison.Ordinal);

    [Fact]
    public void No_stack_is_removed_with_its_settings() =>
        Assert.All(Blocks().SelectMany(b => b.Lines).Where(line => line.StartsWith("pulumi stack rm", StringComparison.Ordinal)), line => Assert.EndsWith("--preserve-config", line, StringComparison.Ordinal));

    private static IEnumerable<Block> Blocks() => _documents.SelectMany(d => Fence().Matches(Text(d))).Select(m => new Block(
        m.Groups["language"].Value,
        m.Groups["mark"].Value.Trim(),
        [.. m.Groups["body"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]));

    private static IEnumerable<string> AllDocuments() =>
        new[] { "README.md", "bench/README.md", "eng/README.md" }
            .Concat(Files("docs", "*.md"))
            .Concat(Files("src", "README.md"));

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Repository.PathTo(folder), pattern, new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 })
            .Select(file => Path.GetRelativePath(Repository.PathTo("."), file));

    private static string Text(string document) => File.ReadAllText(Repository.PathTo(document));

    [GeneratedRegex(@"^ *```(?<language>[a-z]+)(?<mark>[^\n]*)\n(?<body>.*?)^ *```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fence();

    [GeneratedRegex(@"pulumi config set (--secret |--path ')?(?<key>[A-Za-z0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ConfigSet();

    [GeneratedRegex(@"\]\((?<target>[^)#\s]+)(#[^)]*)?\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    private sealed record Block(string Language, string Mark, IReadOnlyList<string> Lines);
}
