using NanoClaw.Infra.Tests.Evaluation;
using YamlDotNet.RepresentationModel;

namespace NanoClaw.Infra.Tests.Workflows;

public sealed class WorkflowTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workflows").FullName;

    public static TheoryData<string> Files() => [.. Directory.GetFiles(Repository.PathTo(".github/workflows")).Select(f => Path.GetFileName(f)!)];

    [Fact]
    public async Task The_linter_finds_nothing() => Assert.Equal((0, "no findings\n"), await LintAsync(Repository.PathTo(".github/workflows")));

    [Theory]
    [InlineData("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v7\n", "not pinned by a full commit hash")]
    [InlineData("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.event.pull_request.title }}\n", "untrusted")]
    [InlineData("on: push\njobs:\n  a:\n    needs: b\n    runs-on: ubuntu-latest\n    steps: [{ run: ls }]\n", "b")]
    public async Task The_linter_finds_what_is_there_to_find(string workflow, string finding)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "bad.yml"), workflow);

        var (exitCode, text) = await LintAsync(_folder);

        Assert.Equal(1, exitCode);
        Assert.Contains(finding, text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void No_workflow_hands_secrets_to_code_of_a_fork(string file)
    {
        var workflow = StackFile.Load($".github/workflows/{file}");
        var events = workflow["on"] is YamlMappingNode map ? map.Children.Keys.Select(StackFile.TextOf).ToList() : [StackFile.TextOf(workflow["on"])];
        var usesSecrets = File.ReadAllText(Repository.PathTo($".github/workflows/{file}")).Contains("secrets.", StringComparison.Ordinal);

        Assert.DoesNotContain("pull_request_target", events);
        if (usesSecrets && events.Contains("pull_request"))
        {
            Assert.All(Jobs(workflow), job => Assert.Contains("head.repo.full_name == github.repository", StackFile.TextOf(job["if"]), StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_workflow_starts_with_no_more_than_reading(string file)
    {
        var permissions = (YamlMappingNode)StackFile.Load($".github/workflows/{file}")["permissions"];

        Assert.All(permissions.Children, p => Assert.Equal(("contents", "read"), (StackFile.TextOf(p.Key), StackFile.TextOf(p.Value))));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_job_with_secrets_belongs_to_an_environment_and_every_job_ends(string file)
    {
        Assert.All(Jobs(StackFile.Load($".github/workflows/{file}")), job =>
        {
            Assert.True(job.Children.ContainsKey("timeout-minutes"));
            if (job.ToString().Contains("secrets.", StringComparison.Ordinal))
            {
                Assert.True(job.Children.ContainsKey("environment"));
            }
        });
    }

    [Fact]
    public void Production_is_deployed_in_the_environment_that_waits_for_a_reviewer()
    {
        var jobs = (YamlMappingNode)StackFile.Load(".github/workflows/deploy.yml")["jobs"];

        Assert.Equal("prod", StackFile.TextOf(jobs["prod"]["environment"]));
        Assert.Equal("staging", StackFile.TextOf(jobs["prod"]["needs"]));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static IEnumerable<YamlMappingNode> Jobs(YamlMappingNode workflow) => ((YamlMappingNode)workflow["jobs"]).Children.Values.Cast<YamlMappingNode>();

    private static Task<(int ExitCode, string Text)> LintAsync(string folder) => Tool.RunAsync(Repository.PathTo(".github/lint"), "node", "lint.mjs", folder);
}
