using System.Security.Cryptography;
using NanoClaw.LocalCloud.Edge.Checklist;

namespace NanoClaw.LocalCloud.Tests.Edge;

/// <summary>The program's own declaration, held against the checklist that the documentation gives.</summary>
public sealed class ChecklistExampleTests
{
    [Theory]
    [InlineData("local")]
    [InlineData("dev")]
    [InlineData("staging")]
    [InlineData("prod")]
    public async Task Every_stack_passes_the_security_checklist(string stack)
    {
        var results = await RunAsync(await EvaluateAsync(stack));

        Assert.NotEmpty(results);
        Assert.All(results, r => Assert.Empty(r.Differences));
    }

    [Theory]
    [InlineData("cloudflare:index/ruleset:Ruleset")]
    [InlineData("cloudflare:index/zoneSetting:ZoneSetting")]
    [InlineData("cloudflare:index/zeroTrustAccessApplication:ZeroTrustAccessApplication")]
    public async Task The_checklist_fails_without_any_one_kind_of_protection(string type)
    {
        var stack = await EvaluateAsync("local");

        var results = await RunAsync(stack with { Resources = [.. stack.Resources.Where(r => r.Type != type)] });

        Assert.Contains(results, r => !r.Passed);
    }

    private static async Task<DeclaredStack> EvaluateAsync(string stack)
    {
        var options = new LocalCloudOptions
        {
            ProjectFolder = Path.GetDirectoryName(ProjectFolder.FindUpward("NanoClaw.sln"))!,
            Stack = stack,
            Model = ModelChoice.FromEnvironment(_ => null),
        };
        var values = new ProviderValues(RandomNumberGenerator.GetBytes(32), DateTimeOffset.UtcNow);
        var settings = StackSettingsSource.Read(options, values);
        return (await StackEvaluation.RunAsync(settings, values, options.ProjectFolder, TestContext.Current.CancellationToken)).InForce;
    }

    private static async Task<IReadOnlyList<ChecklistResult>> RunAsync(DeclaredStack stack)
    {
        var file = ProjectFolder.FindUpward("docs/examples/edge-checklist.yaml")!;
        var checklist = ChecklistReader.Read(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), file);
        return await new ChecklistRunner(stack, TimeProvider.System).RunAsync(checklist, TestContext.Current.CancellationToken);
    }
}
