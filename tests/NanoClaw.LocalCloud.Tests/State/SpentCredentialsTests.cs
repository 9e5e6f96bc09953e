using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud.Tests;

public sealed class SpentCredentialsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Two_generations_have_none_before_them(int generation)
    {
        await BringUpAsync(generation);

        Assert.Null((await SpentCredentials.ReadAsync(_folder.Path, StackName.Local, TestContext.Current.CancellationToken)).Retired);
    }

    [Fact]
    public async Task The_generation_before_the_previous_one_is_made_again_as_it_was()
    {
        var first = await BringUpAsync(1);
        var third = await BringUpAsync(3);

        var spent = await SpentCredentials.ReadAsync(_folder.Path, StackName.Local, TestContext.Current.CancellationToken);

        Assert.Equal(first.Output("agentToken"), spent.Retired!.Token);
        Assert.Equal(first.Output("accessClientId"), spent.Retired.ClientId);
        Assert.Equal(first.Output("accessClientSecret"), spent.Retired.ClientSecret);
        Assert.NotEqual(third.Output("agentToken"), spent.Retired.Token);
    }

    [Fact]
    public async Task All_of_them_are_different_and_show_themselves_to_nobody()
    {
        var stack = await BringUpAsync(3);

        var spent = await SpentCredentials.ReadAsync(_folder.Path, StackName.Local, TestContext.Current.CancellationToken);

        string[] tokens = [stack.Output("agentToken")!, spent.OfAnother.Token, spent.Ended.Token, spent.Retired!.Token];
        Assert.Equal(4, tokens.Distinct(StringComparer.Ordinal).Count());
        Assert.All(tokens, token => Assert.DoesNotContain(token, $"{spent} {spent.Retired}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cloud_that_was_never_started_has_none() =>
        await Assert.ThrowsAsync<LocalCloudException>(() => SpentCredentials.ReadAsync(_folder.Path, StackName.Local, TestContext.Current.CancellationToken));

    // What a start leaves behind, without what it starts.
    private async Task<EvaluatedStack> BringUpAsync(int generation)
    {
        var state = StateFolder.Of(_folder.Path, StackName.Local);
        state.Create();
        var settings = LocalConfiguration
            .Create(ModelChoice.FromEnvironment(_ => null))
            .With(new Dictionary<string, string>(StringComparer.Ordinal) { ["rotationVersion"] = $"{generation}" });
        var stack = await StackEvaluation.RunAsync(
            LocalNames.Apply(settings),
            ProviderState.Open(state, TimeProvider.System),
            _folder.Path,
            TestContext.Current.CancellationToken
        );
        PrivateFile.Write(state.OutputsFile, new JsonObject { ["credentialGeneration"] = (double)generation }.ToJsonString());
        return stack;
    }
}
