using System.Text.Json.Nodes;
using NanoClaw.LocalCloud.Updates;

namespace NanoClaw.LocalCloud.Tests.Updates;

[Collection(EvaluatingTests.Name)]
public sealed class DeployedStackFileTests
{
    [Fact]
    public async Task What_was_kept_compares_as_what_stands()
    {
        var stack = await UpdateSequence.OfEverything().SettleAsync();
        stack.Standing = DeployedStackFile.Read(DeployedStackFile.Write(stack.Standing), "a file");

        Assert.True((await stack.PreviewAsync()).ChangesNothing);
        Assert.Contains(stack.Standing.Resources, r => r.Protect);
    }

    [Fact]
    public async Task No_secret_is_in_it_and_none_that_a_person_gave_can_be_guessed_by_it()
    {
        var stack = await UpdateSequence.OfEverything().SettleAsync();
        await stack.UpdateAsync(("rotationVersion", "2"));
        var text = DeployedStackFile.Write(stack.Standing);
        var json = UpdateJson.Of(await stack.PreviewAsync(("modelApiKey", "sk-another-planted-key"))).ToJsonString();

        Assert.All(
            (string[])[text, json],
            t =>
            {
                Assert.DoesNotContain("planted", t, StringComparison.Ordinal);
                Assert.DoesNotContain("cfast_", t, StringComparison.Ordinal);
            }
        );
        var bindings = stack.Standing.OfType("cloudflare:index/workersScript:WorkersScript").SelectMany(s => (JsonArray)s.State["bindings"]!).ToArray();
        Assert.Equal("[secret]", bindings.Single(b => b!["name"]!.ToString() == "MODEL_API_KEY")!["text"]!.ToString());
        Assert.Matches(@"^\[secret [0-9a-f]{8}\]\z", bindings.Single(b => b!["name"]!.ToString() == "TOKEN_SHA256_CURRENT")!["text"]!.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"form":1}""")]
    [InlineData("""{"form":1,"stack":{"name":"prod"}}""")]
    [InlineData("""{"steps":[]}""")]
    [InlineData("""{"steps":[{}],"stack":"prod"}""")]
    [InlineData("""{"steps":"none","stack":"prod"}""")]
    public void What_holds_no_plan_is_named(string text) =>
        Assert.Contains("a-file.json", Assert.Throws<LocalCloudException>(() => DeployedStackFile.Read(text, "a-file.json")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_plan_of_another_form_is_to_be_kept_anew() =>
        Assert.Contains(
            "Keep it anew",
            Assert
                .Throws<LocalCloudException>(() => DeployedStackFile.Read("""{"form":99,"stack":{"name":"prod","resources":[],"outputs":{}}}""", "f"))
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task A_plan_of_another_stack_is_not_compared()
    {
        var stack = new UpdateSequence { Standing = DeployedStack.Nothing("prod") };
        await stack.UpdateAsync();
        var other = stack.Standing with { Name = "dev" };
        var configuration = LocalConfiguration.Create(ModelChoice.FromEnvironment(_ => null));

        var refusal = await Assert.ThrowsAsync<LocalCloudException>(() =>
            UpdateEvaluation.RunAsync(configuration, other, "/nowhere", TestContext.Current.CancellationToken)
        );
        Assert.Contains("'dev'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_revision_without_out_prints_can_be_compared_with()
    {
        var configuration = LocalConfiguration.Create(ModelChoice.FromEnvironment(_ => null));
        var printed = StackPlan
            .Of(await StackEvaluation.RunAsync(configuration, ProviderValues.ForPreview, "/nowhere", TestContext.Current.CancellationToken))
            .ToJson()
            .ToJsonString();
        var before = DeployedStackFile.Read(printed, "the preview");
        var same = await UpdateEvaluation.RunAsync(configuration, before, "/nowhere", TestContext.Current.CancellationToken);
        var rotated = await UpdateEvaluation.RunAsync(
            configuration.With(new Dictionary<string, string>(StringComparer.Ordinal) { ["rotationVersion"] = "2" }),
            before,
            "/nowhere",
            TestContext.Current.CancellationToken
        );

        Assert.Empty(same.Done());
        Assert.Equal(
            [
                "create RandomBytes",
                "create RandomBytes",
                "create ZeroTrustAccessServiceToken",
                "update ZeroTrustAccessPolicy",
                "update WorkersScript",
                "update WorkersScript",
            ],
            rotated.Done()
        );
        Assert.Empty(rotated.Dangers);
    }
}
