using NanoClaw.Infra.Tests.Evaluation;
using YamlDotNet.RepresentationModel;

namespace NanoClaw.Infra.Tests.Workflows;

[Trait("Starts", "a process")]
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
            Assert.All(
                Jobs(workflow),
                job => Assert.Contains("head.repo.full_name == github.repository", StackFile.TextOf(job["if"]), StringComparison.Ordinal)
            );
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
        Assert.All(
            Jobs(StackFile.Load($".github/workflows/{file}")),
            job =>
            {
                Assert.True(job.Children.ContainsKey("timeout-minutes"));
                if (job.ToString().Contains("secrets.", StringComparison.Ordinal))
                {
                    Assert.True(job.Children.ContainsKey("environment"));
                }
            }
        );
    }

    [Fact]
    public void Every_stack_is_deployed_in_the_environment_of_its_name_after_the_waves_before_it()
    {
        var jobs = (YamlMappingNode)StackFile.Load(".github/workflows/deploy.yml")["jobs"];
        string[] waves = ["first", "second", "third", "fourth"];

        Assert.All(waves, wave => Assert.Equal("${{ matrix.stack }}", StackFile.TextOf(jobs[wave]["environment"])));
        foreach (var (wave, index) in waves.Select((wave, index) => (wave, index)).Skip(1))
        {
            Assert.Equal(["stacks", .. waves[..index]], ((YamlSequenceNode)jobs[wave]["needs"]).Select(StackFile.TextOf));
        }
    }

    [Theory]
    [InlineData("deploy.yml")]
    [InlineData("preview.yml")]
    [InlineData("rotate.yml")]
    [InlineData("drift.yml")]
    public void A_workflow_names_no_stack_and_keeps_no_Pulumi_token(string file)
    {
        var text = File.ReadAllText(Repository.PathTo($".github/workflows/{file}"));

        Assert.DoesNotMatch(@"[^a-z-](dev|staging|prod)\b", string.Join('\n', text.Split('\n').Where(line => !line.TrimStart().StartsWith('#'))));
        Assert.DoesNotContain("secrets.PULUMI_ACCESS_TOKEN", text, StringComparison.Ordinal);
        Assert.Contains("./.github/actions/pulumi-token", text, StringComparison.Ordinal);
        Assert.Contains("id-token: write", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Pulumi_token_ends_with_the_hour() =>
        Assert.Contains("token-expiration: 3600", File.ReadAllText(Repository.PathTo(".github/actions/pulumi-token/action.yml")), StringComparison.Ordinal);

    [Fact]
    public void An_update_takes_the_stack_s_settings_from_the_branch_s_head()
    {
        var action = StackFile.Load(".github/actions/update-stack/action.yml");
        var steps = ((YamlSequenceNode)action["runs"]["steps"]).Cast<YamlMappingNode>().ToList();
        var update = steps.FindIndex(s =>
            s.Children.TryGetValue("with", out var with)
            && ((YamlMappingNode)with).Children.TryGetValue("command", out var command)
            && StackFile.TextOf(command) == "up"
        );

        var head = steps.FindIndex(s =>
            s.Children.TryGetValue("with", out var with)
            && ((YamlMappingNode)with).Children.TryGetValue("ref", out var branch)
            && StackFile.TextOf(branch) == "${{ inputs.branch }}"
        );
        Assert.InRange(head, 0, update - 1);
        Assert.Equal("Pulumi.${{ inputs.stack }}.yaml", StackFile.TextOf(steps[head]["with"]["sparse-checkout"]));
    }

    [Fact]
    public void An_update_is_proved_from_outside_by_what_the_stack_itself_puts_out()
    {
        var steps = ((YamlSequenceNode)StackFile.Load(".github/actions/update-stack/action.yml")["runs"]["steps"]).Select(s => s.ToString()).ToList();

        var update = steps.FindIndex(s => s.Contains("stack-name", StringComparison.Ordinal));
        var proof = steps.FindIndex(s => s.Contains("verify --stack \"$STACK\" --yes", StringComparison.Ordinal));
        Assert.InRange(proof, update + 1, steps.Count - 1);
        // A step that may fail proves nothing.
        Assert.DoesNotContain("continue-on-error", steps[proof], StringComparison.Ordinal);
        Assert.DoesNotContain("--show-secrets", string.Join('\n', steps), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rotation_proves_that_it_may_push_and_is_pushed_before_it_is_applied()
    {
        var steps = StepsOf("rotate.yml", "rotate");
        int Find(string words) => steps.FindIndex(s => s.ToString().Contains(words, StringComparison.Ordinal));

        int[] order =
        [
            Find("push.sh --dry-run"),
            Find("--raise-only"),
            steps.FindIndex(s => s.ToString().Contains("git commit", StringComparison.Ordinal) && s.ToString().Contains("push.sh", StringComparison.Ordinal)),
            Find("--take-up"),
            Find("--check"),
        ];

        Assert.DoesNotContain(-1, order);
        Assert.Equal(order.Order(), order);
        // The token that may push is with the steps that push, and with no other.
        Assert.Equal([order[0], order[2]], steps.Index().Where(s => s.Item.ToString().Contains("github.token", StringComparison.Ordinal)).Select(s => s.Index));
    }

    /// <summary>Who uses one stack has no red schedule for the others: what has no organisation is skipped, with a notice.</summary>
    [Theory]
    [InlineData("deploy.yml", "first", "second", "third", "fourth")]
    [InlineData("preview.yml", "preview")]
    [InlineData("rotate.yml", "rotate")]
    [InlineData("drift.yml", "drift")]
    public void A_stack_that_is_not_configured_is_skipped_with_a_notice(string file, params string[] jobs)
    {
        foreach (var job in jobs)
        {
            var steps = StepsOf(file, job);
            Assert.Equal("vars.PULUMI_ORGANIZATION == ''", StackFile.TextOf(steps[0]["if"]));
            Assert.Contains("::notice::", StackFile.TextOf(steps[0]["run"]), StringComparison.Ordinal);
            var raised = steps
                .Where(s => s.Children.TryGetValue("id", out var id) && StackFile.TextOf(id) == "version")
                .Select(_ => "steps.version.outputs")
                .ToArray();
            Assert.All(
                steps.Skip(1),
                step =>
                    Assert.Contains(
                        ["vars.PULUMI_ORGANIZATION != ''", .. raised],
                        condition => StackFile.TextOf(step["if"]).StartsWith(condition, StringComparison.Ordinal)
                    )
            );
        }
    }

    [Fact]
    public void What_a_plan_holds_reaches_a_comment_by_our_own_script_alone() =>
        Assert.DoesNotContain(
            "comment-on-pr",
            string.Concat(Files().Select(f => File.ReadAllText(Repository.PathTo($".github/workflows/{f.Data}")))),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_step_that_runs_the_program_has_no_token_of_GitHub_s() =>
        Assert.All(
            Files()
                .SelectMany(f => Jobs(StackFile.Load($".github/workflows/{f.Data}")))
                .SelectMany(j => ((YamlSequenceNode)j["steps"]).Cast<YamlMappingNode>())
                .Where(s => s.Children.ContainsKey("run") && s.ToString().Contains("pulumi preview", StringComparison.Ordinal)),
            step => Assert.DoesNotContain("github.token", step.ToString(), StringComparison.Ordinal)
        );

    [Fact]
    public void Every_kind_of_dependency_is_proposed_anew()
    {
        var updates = ((YamlSequenceNode)StackFile.Load(".github/dependabot.yml")["updates"])
            .Cast<YamlMappingNode>()
            .ToDictionary(u => StackFile.TextOf(u["package-ecosystem"]), StringComparer.Ordinal);

        Assert.Equal(["github-actions", "npm", "nuget"], updates.Keys.Order(StringComparer.Ordinal));
        // Pulumi's own come with their provider table, by hand.
        var watched = ((YamlSequenceNode)updates["npm"]["directories"])
            .Select(StackFile.TextOf)
            .Append("/eng/Pulumi.StandIn.Providers")
            .Order(StringComparer.Ordinal);
        Assert.Equal(LocksBelow("").Order(StringComparer.Ordinal), watched);
    }

    // What is built or installed is nobody's to update, and a tree from an archive has no git to ask.
    private static IEnumerable<string> LocksBelow(string folder)
    {
        string[] made = [".git", ".nanoclaw", "artifacts", "bin", "dist", "node_modules", "obj"];
        var here = Repository.PathTo(folder.TrimStart('/'));
        return Directory
            .EnumerateDirectories(here)
            .Select(d => Path.GetFileName(d)!)
            .Where(name => !made.Contains(name, StringComparer.Ordinal))
            .SelectMany(name => LocksBelow($"{folder}/{name}"))
            .Concat(File.Exists(Path.Combine(here, "package-lock.json")) ? [folder] : []);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static List<YamlMappingNode> StepsOf(string file, string job) =>
        [.. ((YamlSequenceNode)StackFile.Load($".github/workflows/{file}")["jobs"][job]["steps"]).Cast<YamlMappingNode>()];

    private static IEnumerable<YamlMappingNode> Jobs(YamlMappingNode workflow) => ((YamlMappingNode)workflow["jobs"]).Children.Values.Cast<YamlMappingNode>();

    private static Task<(int ExitCode, string Text)> LintAsync(string folder) => Tool.RunAsync(Repository.PathTo(".github/lint"), "node", "lint.mjs", folder);
}
