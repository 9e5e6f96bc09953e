using Pulumi.Cloudflare;
using Pulumi.Cloudflare.Inputs;
using Pulumi.Schema;

namespace Pulumi.StandIn.Tests;

public class ProviderSchemaTests
{
    [Fact]
    public async Task Inputs_as_the_provider_declares_them_have_no_problems()
    {
        Assert.Empty(await ProblemsAsync("allow", () => _ = new Note("unrelated", new NoteArgs { Title = "t" })));
    }

    [Fact]
    public async Task A_value_that_isnt_documented_is_a_problem_with_its_path_and_the_values_there_are()
    {
        var problem = Assert.Single(await ProblemsAsync("nonIdentity", () => { }));

        Assert.Equal("decision: 'nonIdentity' is none of allow, deny, non_identity, bypass", problem);
    }

    [Fact]
    public void Unknown_missing_and_mistyped_properties_are_problems()
    {
        var problems = ProviderSchema.Problems(
            "cloudflare:index/workersScriptSubdomain:WorkersScriptSubdomain",
            new Dictionary<string, object> { ["enabled"] = "yes", ["script_name"] = "agent" }
        );

        Assert.Equal(
            [
                "scriptName: required, and missing",
                "enabled: a String where the declaration says \"boolean\"",
                "script_name: no such property; there are accountId, enabled, previewsEnabled, scriptName",
            ],
            problems
        );
    }

    [Fact]
    public void Secret_outputs_are_named_and_an_unknown_resource_is_refused()
    {
        Assert.Equal(["clientSecret"], ProviderSchema.SecretOutputs("cloudflare:index/zeroTrustAccessServiceToken:ZeroTrustAccessServiceToken"));
        Assert.False(ProviderSchema.Has("cloudflare:index/nothing:Nothing"));
        Assert.Throws<KeyNotFoundException>(() => ProviderSchema.SecretOutputs("cloudflare:index/nothing:Nothing"));
    }

    private static async Task<IReadOnlyList<string>> ProblemsAsync(string decision, Action besides)
    {
        var mocks = new RecordingMocks();
        await Evaluate.UpdateAsync(
            mocks,
            () =>
            {
                besides();
                _ = new ZeroTrustAccessPolicy(
                    "policy",
                    new ZeroTrustAccessPolicyArgs
                    {
                        Name = "people",
                        Decision = decision,
                        Includes = { new ZeroTrustAccessPolicyIncludeArgs { Email = new ZeroTrustAccessPolicyIncludeEmailArgs { Email = "ada@example.com" } } },
                    }
                );
            }
        );
        return ProviderSchema.Problems(mocks["policy"].Type!, mocks["policy"].Inputs);
    }
}
