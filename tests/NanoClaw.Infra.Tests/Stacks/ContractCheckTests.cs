using NanoClaw.Infra.Tests.Evaluation;
using Pulumi;
using Pulumi.Cloudflare;
using Pulumi.Command.Local;

namespace NanoClaw.Infra.Tests.Stacks;

public sealed class ContractCheckTests
{
    [Fact]
    public async Task It_can_be_switched_off() =>
        Assert.Empty((await Evaluated.RunAsync("prod", SampleConfig.Owner(("contractCheck", "false")))).OfType("Command"));

    [Fact]
    public async Task It_comes_after_the_worker_and_its_hostname()
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner());
        var after = (await Evaluated.ReadAsync(evaluated.Seen.Single(s => s.Resource is Command).Options.DependsOn.ToOutput())).Value;

        Assert.Equal(2, after.OfType<WorkersScript>().Count());
        Assert.Single(after.OfType<WorkersCustomDomain>());
        Assert.Single(after.OfType<WorkersRoute>());
    }

    [Fact]
    public async Task Its_secrets_go_by_environment_and_stay_secret()
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner());
        var command = evaluated.Single("Command");
        var args = evaluated.Seen.Select(s => s.Args).OfType<CommandArgs>().Single();
        var environment = command.Part("environment");

        Assert.True((await Evaluated.ReadAsync(args.Environment.ToOutput())).IsSecret);
        foreach (var secret in new[] { environment.Text("AGENT_TOKEN"), environment.Text("ACCESS_CLIENT_SECRET") })
        {
            Assert.DoesNotContain(secret, command.Text("create"), StringComparison.Ordinal);
            Assert.DoesNotContain(secret, string.Join(' ', command.Texts("interpreter")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_rotation_runs_it_again()
    {
        var before = (await Evaluated.RunAsync("prod", SampleConfig.Owner())).Single("Command");
        var after = (await Evaluated.RunAsync("prod", SampleConfig.Owner(("rotationVersion", "2")))).Single("Command");

        Assert.NotEqual(before.Canonical(), after.Canonical());
        Assert.Equal(before.Text("create"), after.Text("create"));
    }
}
