using NanoClaw.Infra.Tests.Evaluation;

namespace NanoClaw.Infra.Tests.Workflows;

/// <summary>One issue a stack says that the account is not as declared: opened, brought up to date, closed.</summary>
[Trait("Starts", "a process")]
public sealed class DriftIssueTests : IDisposable
{
    private const string Differs =
        "Previewing update (prod)\n ~ cloudflare:index:Ruleset custom update\nerror: no changes were expected but changes were proposed\n";
    private const string Same = "Previewing update (prod)\nResources:\n    25 unchanged\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("drift").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Drift_opens_one_issue_a_stack_which_is_brought_up_to_date_and_closed_when_it_is_gone()
    {
        await using var github = new FakeGitHub();
        Assert.Equal(0, await RunAsync(github, "prod", Differs, 255));
        Assert.Equal(0, await RunAsync(github, "dev", Differs, 255));
        Assert.Equal(0, await RunAsync(github, "prod", Differs.Replace("custom", "ratelimit", StringComparison.Ordinal), 255));

        Assert.Equal(["The stack prod drifts", "The stack dev drifts"], github.Issues.Select(i => (string)i["title"]!));
        Assert.Contains("ratelimit", (string)github.Issues[0]["body"]!, StringComparison.Ordinal);

        Assert.Equal(0, await RunAsync(github, "prod", Same, 0));
        Assert.Equal(["closed", "open"], github.Issues.Select(i => (string)i["state"]!));
        Assert.Equal("Nothing differs any more.", (string?)Assert.Single(github.Issues[0]["comments"]!.AsArray()));

        // And again: a new one, since the old one was another matter.
        Assert.Equal(0, await RunAsync(github, "prod", Differs, 255));
        Assert.Equal(["closed", "open", "open"], github.Issues.Select(i => (string)i["state"]!));
    }

    [Fact]
    public async Task Without_drift_nothing_is_said()
    {
        await using var github = new FakeGitHub();
        Assert.Equal(0, await RunAsync(github, "prod", Same, 0));
        Assert.Empty(github.Issues);
    }

    /// <summary>The words of CLIs old and new; the newer ones have an exit code of their own for it.</summary>
    [Theory]
    [InlineData("error: no changes were expected but changes were proposed", 255)]
    [InlineData("error: error: no changes were expected but changes were proposed", 255)]
    [InlineData("error: no changes were expected for preview but changes were proposed", 7)]
    [InlineData("error: no changes were expected but changes occurred", 255)]
    public async Task Drift_is_known_by_the_CLI_s_words(string words, int code)
    {
        await using var github = new FakeGitHub();
        Assert.Equal(0, await RunAsync(github, "prod", words, code));
        Assert.Single(github.Issues);
    }

    [Theory]
    [InlineData("error: PULUMI_ACCESS_TOKEN must be set", 255)]
    [InlineData("error: 403 Forbidden", 1)]
    public async Task A_preview_that_fails_is_no_drift_and_no_end_of_one(string words, int code)
    {
        await using var github = new FakeGitHub();
        await RunAsync(github, "prod", Differs, 255);

        Assert.Equal(1, await RunAsync(github, "prod", words, code));
        Assert.Equal("open", (string)Assert.Single(github.Issues)["state"]!);
    }

    [Fact]
    public async Task What_differs_becomes_no_markup()
    {
        await using var github = new FakeGitHub();
        await RunAsync(github, "prod", $"~ description: \"```\n@everyone\"\n{Differs}", 255);

        Assert.Contains("\n````\n~ description: \"```\n@everyone\"", (string)github.Issues[0]["body"]!, StringComparison.Ordinal);
    }

    private async Task<int> RunAsync(FakeGitHub github, string stack, string text, int code)
    {
        var file = Path.Combine(_folder, "drift.txt");
        await File.WriteAllTextAsync(file, text);
        var (exitCode, _) = await Tool.RunAsync(
            _folder,
            "env",
            [.. github.Environment, "node", Repository.PathTo(".github/stacks/drift-issue.mjs"), stack, file, $"{code}"]
        );
        return exitCode;
    }
}
