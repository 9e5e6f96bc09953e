using NanoClaw.Infra.Checks;
using NanoClaw.Infra.Tests.Evaluation;

namespace NanoClaw.Infra.Tests.Deployed;

/// <summary>Every refusal comes before the first resource.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task A_hostname_that_the_owner_does_not_cover() =>
        Assert.Contains(
            "would stand unguarded",
            await Refusal.OfAsync("staging", SampleConfig.FromFile("staging"), new() { CoveredHostnames = ["agent.example.com"] }),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task An_owner_that_was_never_deployed() =>
        Assert.Contains(
            "has no output 'coveredHostnames'",
            await Refusal.OfAsync("staging", SampleConfig.FromFile("staging"), new()),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_owner_that_cannot_be_asked(bool isPreview) =>
        Assert.Contains(
            "nanoclaw:ownerStack = organization/nanoclaw/prod: that stack's outputs could not be read",
            // In a preview the stack's own outputs may be missing: the owner's may not.
            await Refusal.OfAsync("staging", SampleConfig.FromFile("staging"), new() { RefusedStacks = ["organization/nanoclaw/prod"] }, isPreview),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task A_listing_that_fails_where_the_Worker_exists()
    {
        var mocks = new CloudflareMocks { RefusedCalls = ["getWorkersScripts"], EarlierOutputs = { ["agentEndpoint"] = "https://agent.example.com" } };

        Assert.Contains("may read Workers Scripts", await Refusal.OfAsync("prod", SampleConfig.Owner(), mocks), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Worker_from_newer_sources()
    {
        var mocks = new CloudflareMocks { MigrationTags = { ["nanoclaw-prod"] = "v9" } };

        var message = await Refusal.OfAsync("prod", SampleConfig.Owner(), mocks);
        Assert.Contains("newer sources", message, StringComparison.Ordinal);
        Assert.DoesNotContain("workerName", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop", "shop-front", false, "another stack's agent")]
    [InlineData("shop", "shop-front", true, "another stack's agent")]
    [InlineData("shop-front", "shop", false, "its clients would be cut off")]
    public async Task A_name_by_which_one_stack_s_front_would_be_another_one_s_Worker(string name, string other, bool isDeployed, string why)
    {
        var mocks = new CloudflareMocks { MigrationTags = { [other] = "v1" } };
        if (isDeployed)
        {
            mocks.EarlierOutputs["agentEndpoint"] = "https://agent.example.com";
        }

        if (name == "shop-front")
        {
            // The other one's front, which has no Durable Objects.
            mocks.MigrationTags[name] = "";
        }

        Assert.Contains(why, await Refusal.OfAsync("prod", SampleConfig.Owner(("workerName", name)), mocks), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop-front")]
    [InlineData("shop")]
    public async Task A_stack_s_own_Workers_are_in_nobody_s_way(string name)
    {
        var mocks = new CloudflareMocks
        {
            MigrationTags =
            {
                [name] = "v1",
                [$"{name}-front"] = "",
                ["bakery"] = "v1",
            },
            EarlierOutputs = { ["agentEndpoint"] = "https://agent.example.com", ["workerName"] = name },
        };

        Assert.NotEmpty((await Evaluated.RunAsync("prod", SampleConfig.Owner(("workerName", name)), mocks)).OfType("WorkersScript"));
    }

    [Fact]
    public async Task Settings_that_are_wrong_are_told_a_line_each()
    {
        var mocks = new CloudflareMocks();

        var error = await Assert.ThrowsAsync<Pulumi.RunException>(() =>
            Evaluated.RunAsync("prod", SampleConfig.Owner(("zonePlan", "gold"), ("hostname", "x y")), mocks)
        );

        Assert.Equal(3, error.Message.Split('\n').Length);
        Assert.Empty(mocks.Registered);
    }

    [Fact]
    public void The_check_s_script_is_read_before_that_too() => Assert.Contains("contract check failed", ContractCheckScript.Load(), StringComparison.Ordinal);
}
