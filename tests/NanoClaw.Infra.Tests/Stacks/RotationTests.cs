using NanoClaw.Infra.Tests.Evaluation;

namespace NanoClaw.Infra.Tests.Stacks;

public sealed class RotationTests
{
    [Fact]
    public async Task The_first_generation_has_no_previous_one()
    {
        var evaluated = await AtAsync(1);

        Assert.Single(evaluated.OfType("ZeroTrustAccessServiceToken"));
        Assert.DoesNotContain(evaluated.Bindings(), b => b.Text("name") == "TOKEN_SHA256_PREVIOUS");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(41)]
    public async Task Raising_the_version_keeps_the_current_credentials_valid(int version)
    {
        var before = await AtAsync(version);
        var after = await AtAsync(version + 1);
        var oldToken = (await Evaluated.ReadAsync(before.Stack.AgentToken)).Value;
        var oldClientId = (await Evaluated.ReadAsync(before.Stack.AccessClientId)).Value;

        Assert.Equal(CloudflareMocks.Digest(oldToken), after.Binding("TOKEN_SHA256_PREVIOUS").Text("text"));
        Assert.Contains(oldClientId, after.Binding("ACCESS_CLIENT_IDS").Text("text").Split(','));
        Assert.Contains($"service-v{version}-id", TokensLetIn(after));
        Assert.NotEqual(oldToken, (await Evaluated.ReadAsync(after.Stack.AgentToken)).Value);
        Assert.NotEqual(oldClientId, (await Evaluated.ReadAsync(after.Stack.AccessClientId)).Value);
    }

    [Theory]
    [InlineData("RandomBytes")]
    [InlineData("ZeroTrustAccessServiceToken")]
    public async Task A_rotation_leaves_the_previous_credential_s_resource_as_it_was(string type)
    {
        var before = (await AtAsync(7, ("keepPreviousCredentials", "false"))).OfType(type);
        var after = (await AtAsync(8)).OfType(type);

        Assert.NotEmpty(before);
        Assert.Equal(2 * before.Count, after.Count);
        Assert.All(before, one => Assert.Equal(one.Canonical(), Assert.Single(after, r => r.Name == one.Name).Canonical()));
    }

    [Fact]
    public async Task The_generation_before_the_previous_one_is_gone()
    {
        var evaluated = await AtAsync(3);

        Assert.Equal(["service-v3-id", "service-v2-id"], TokensLetIn(evaluated));
        Assert.DoesNotContain(evaluated.Resources, r => r.Name!.EndsWith("-v1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_overlap_can_be_ended_at_once()
    {
        var evaluated = await AtAsync(3, ("keepPreviousCredentials", "false"));

        Assert.Equal(["service-v3-id"], TokensLetIn(evaluated));
        Assert.DoesNotContain(evaluated.Bindings(), b => b.Text("name") == "TOKEN_SHA256_PREVIOUS");
    }

    private static Task<Evaluated> AtAsync(int version, params (string Key, string? Value)[] changes) =>
        Evaluated.RunAsync("prod", SampleConfig.Owner([("rotationVersion", $"{version}"), .. changes]));

    private static IEnumerable<string> TokensLetIn(Evaluated evaluated) =>
        evaluated.Single("ZeroTrustAccessPolicy").List("includes").Select(i => i.Part("serviceToken").Text("tokenId"));
}
