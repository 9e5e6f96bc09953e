using NanoClaw.Deployment.GitHub;
using NanoClaw.Deployment.Pulumi;
using NanoClaw.Deployment.StackFiles;

namespace NanoClaw.Deployment.Tests.GitHub;

public sealed class GitHubSetupTests : IDisposable
{
    private readonly string _project = Directory.CreateTempSubdirectory("nanoclaw-github-").FullName;

    public GitHubSetupTests()
    {
        var workflows = Directory.CreateDirectory(Path.Combine(_project, ".github", "workflows"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository(), ".github", "workflows")))
        {
            File.Copy(file, Path.Combine(workflows.FullName, Path.GetFileName(file)));
        }

        foreach (var file in Directory.EnumerateFiles(Repository(), "Pulumi.*.yaml"))
        {
            File.Copy(file, Path.Combine(_project, Path.GetFileName(file)));
        }
    }

    public void Dispose() => Directory.Delete(_project, recursive: true);

    [Fact]
    public void A_stack_that_is_set_up_gets_every_environment_that_the_workflows_name()
    {
        SetUp("prod");

        var plan = GitHubSetup.Read(_project, new PulumiLogin("ada", "https://app.pulumi.com/ada"));

        Assert.Equal(
            ["drift-prod", "preview-prod", "prod", "rotate-prod"],
            plan.Environments.Select(environment => environment.Name).Order(StringComparer.Ordinal)
        );
        Assert.All(plan.Environments, environment => Assert.Contains("CLOUDFLARE_API_TOKEN", environment.Secrets));
        Assert.All(
            plan.Environments,
            environment => Assert.Contains(environment.Variables, variable => variable is { Name: "PULUMI_ORGANIZATION", Value: "ada" })
        );
        Assert.Equal(
            ["preview-prod", "prod"],
            plan.Environments.Where(environment => environment.HasReviewers).Select(environment => environment.Name).Order(StringComparer.Ordinal)
        );
        Assert.Equal(["preview-prod"], plan.Environments.Where(environment => !environment.OnlyMain).Select(environment => environment.Name));
        Assert.Equal(
            ["drift-prod", "preview-prod"],
            plan.Environments.Where(environment => environment.OnlyReads).Select(environment => environment.Name).Order(StringComparer.Ordinal)
        );
        Assert.Equal(["dev", "staging"], plan.Examples);
        Assert.Empty(plan.Unknown);
    }

    [Fact]
    public void The_commands_name_every_secret_and_hold_none()
    {
        SetUp("dev");

        var lines = GitHubCommands.Write(GitHubSetup.Read(_project, login: null));

        Assert.Contains(lines, line => line.StartsWith("gh secret set CLOUDFLARE_API_TOKEN --env rotate-dev", StringComparison.Ordinal));
        Assert.Contains("gh variable set PULUMI_ORGANIZATION --env dev --body '<organisation>'", lines);
        Assert.Contains("gh api --silent --method POST \"repos/{owner}/{repo}/environments/rotate-dev/deployment-branch-policies\" -f name=main", lines);
        Assert.All(
            lines.Where(line => line.StartsWith("gh secret", StringComparison.Ordinal)),
            line => Assert.DoesNotContain("--body", line, StringComparison.Ordinal)
        );
        Assert.Contains("#   repo:<owner>/<repository>:environment:preview-dev", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("gh ", StringComparison.Ordinal) && line.Contains("staging", StringComparison.Ordinal));
    }

    [Fact]
    public void The_commands_are_a_script_that_a_shell_takes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands are for sh.");
        SetUp("prod");
        var calls = Path.Combine(_project, "calls");
        var script = Path.Combine(_project, "github.sh");
        File.WriteAllText(
            script,
            $"gh() {{ printf '%s|' \"$@\" >> '{calls}'; echo >> '{calls}'; }}\n{string.Join('\n', GitHubCommands.Write(GitHubSetup.Read(_project, login: null)))}\n"
        );

        using var shell = System.Diagnostics.Process.Start("/bin/sh", [script]);
        shell.WaitForExit();

        Assert.Equal(0, shell.ExitCode);
        var called = File.ReadAllLines(calls);
        Assert.Contains(
            "api|--silent|--method|PUT|repos/{owner}/{repo}/environments/rotate-prod|-F|deployment_branch_policy[protected_branches]=false|-F|deployment_branch_policy[custom_branch_policies]=true|",
            called
        );
        Assert.Contains("secret|set|CLOUDFLARE_API_TOKEN|--env|prod|", called);
    }

    [Fact]
    public void A_workflow_of_ones_own_is_read_too()
    {
        SetUp("dev");
        File.WriteAllText(
            Path.Combine(_project, ".github", "workflows", "mine.yml"),
            """
            on: push
            jobs:
              one:
                environment: { name: "mine-${{ inputs.stack }}" }
                steps: [ { run: x, env: { A: "${{ secrets.MINE }}", B: "${{ secrets.GITHUB_TOKEN }}" } } ]
              two:
                environment: ${{ github.ref_name }}
                steps: [ { run: x } ]
              three:
                steps: [ { run: x, env: { A: "${{ secrets.OF_ALL }}", B: "${{ vars.KNOWN }}" } } ]
            """
        );

        var plan = GitHubSetup.Read(_project, login: null);

        Assert.Equal(["MINE"], plan.Environments.Single(environment => environment.Name == "mine-dev").Secrets);
        Assert.Equal(["OF_ALL"], plan.Secrets);
        Assert.Contains(plan.Variables, variable => variable.Name == "KNOWN");
        Assert.Contains("mine.yml", Assert.Single(plan.Unknown), StringComparison.Ordinal);
    }

    private void SetUp(string stack)
    {
        var folder = new StackFolder(_project);
        folder.Write(stack, folder.Read(stack)!.With("accountId", new StackValue.Scalar("0a1b2c3d4e5f60718293a4b5c6d7e8f9"), []));
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Pulumi.yaml")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
