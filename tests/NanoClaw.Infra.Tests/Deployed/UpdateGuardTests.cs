using NanoClaw.Infra.Tests.Evaluation;

namespace NanoClaw.Infra.Tests.Deployed;

/// <summary>An update is held against what the stack's own outputs say of the last one.</summary>
public sealed class UpdateGuardTests
{
    [Fact]
    public async Task The_first_update_has_nothing_to_be_held_against() =>
        Assert.NotEmpty((await Evaluated.RunAsync("prod", SampleConfig.Owner(("rotationVersion", "7")))).OfType("WorkersScript"));

    [Fact]
    public async Task A_stack_that_an_older_program_deployed_says_nothing_of_these_and_is_updated()
    {
        var mocks = new CloudflareMocks { EarlierOutputs = { ["agentEndpoint"] = "https://agent.example.com", ["environment"] = "prod" } };

        Assert.NotEmpty((await Evaluated.RunAsync("prod", SampleConfig.Owner(), mocks)).OfType("WorkersScript"));
    }

    [Theory]
    [InlineData("workerName", "another", "nanoclaw-prod")]
    [InlineData("accountId", "ffffffffffffffffffffffffffffffff", "0123456789abcdef0123456789abcdef")]
    public async Task Another_Worker_is_refused_since_the_sessions_are_in_this_one(string key, string value, string deployed)
    {
        var message = await RefusalAsync(Deployed(1), (key, value));

        Assert.Contains($"nanoclaw:{key} = {value}", message, StringComparison.Ordinal);
        Assert.Contains($"pulumi config set {key} {deployed}", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, "4", "true")]
    [InlineData(4, "5", "true")]
    [InlineData(4, "4", "false")]
    public async Task An_update_that_leaves_the_clients_generation_valid_goes_on(int deployed, string version, string keep) =>
        Assert.NotEmpty(
            (await Evaluated.RunAsync("prod", SampleConfig.Owner(("rotationVersion", version), ("keepPreviousCredentials", keep)), Deployed(deployed))).OfType(
                "RandomBytes"
            )
        );

    [Theory]
    [InlineData(4, "3", "true", "take it from the head of its branch")]
    [InlineData(4, "1", "true", "take it from the head of its branch")]
    [InlineData(4, "6", "true", "one at a time, to 5")]
    [InlineData(4, "5", "false", "Leave keepPreviousCredentials true")]
    public async Task An_update_that_would_end_it_is_refused_with_the_cure(int deployed, string version, string keep, string cure)
    {
        var message = await RefusalAsync(Deployed(deployed), ("rotationVersion", version), ("keepPreviousCredentials", keep));

        Assert.Contains($"clients hold generation {deployed}", message, StringComparison.Ordinal);
        Assert.Contains(cure, message, StringComparison.Ordinal);
        Assert.Contains($"pulumi config set endGeneration {deployed}", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_goes_on_where_the_very_generation_is_named_that_it_ends()
    {
        Assert.NotEmpty(
            (await Evaluated.RunAsync("prod", SampleConfig.Owner(("rotationVersion", "3"), ("endGeneration", "4")), Deployed(4))).OfType("RandomBytes")
        );

        // Left in the file, it means nothing to the next one.
        await RefusalAsync(Deployed(5), ("rotationVersion", "3"), ("endGeneration", "4"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Outputs_that_cannot_be_read_stop_an_update_and_not_a_preview(bool isPreview)
    {
        var mocks = new CloudflareMocks { RefusedCalls = ["readStackOutputs"] };

        if (isPreview)
        {
            Assert.NotEmpty((await Evaluated.RunAsync("prod", SampleConfig.Owner(), mocks, isPreview)).OfType("WorkersScript"));
        }
        else
        {
            Assert.Contains("earlier outputs (organization/nanoclaw/prod) could not be read", await RefusalAsync(mocks), StringComparison.Ordinal);
        }
    }

    private static CloudflareMocks Deployed(int generation) =>
        new()
        {
            EarlierOutputs =
            {
                ["agentEndpoint"] = "https://agent.example.com",
                ["workerName"] = "nanoclaw-prod",
                ["accountId"] = "0123456789abcdef0123456789abcdef",
                ["credentialGeneration"] = (double)generation,
            },
        };

    private static Task<string> RefusalAsync(CloudflareMocks mocks, params (string Key, string? Value)[] changes) =>
        Refusal.OfAsync("prod", SampleConfig.Owner(changes), mocks);
}
