using System.Collections.Immutable;
using Pulumi.Cloudflare;
using Pulumi.Cloudflare.Inputs;
using Pulumi.Utilities;

namespace Pulumi.StandIn.Tests;

public class ProviderClassesTests
{
    [Fact]
    public async Task A_nested_argument_reaches_the_provider_under_its_own_names_and_as_its_own_types()
    {
        var mocks = new RecordingMocks();

        await Evaluate.UpdateAsync(
            mocks,
            () =>
                _ = new WorkersScript(
                    "worker",
                    new WorkersScriptArgs
                    {
                        AccountId = "acc",
                        ScriptName = "agent",
                        CompatibilityFlags = { "nodejs_compat" },
                        Bindings =
                        {
                            new WorkersScriptBindingArgs
                            {
                                Type = "ratelimit",
                                Name = "LIMIT",
                                Simple = new WorkersScriptBindingSimpleArgs { Limit = 10, Period = 60 },
                            },
                        },
                        Observability = new WorkersScriptObservabilityArgs { Enabled = true, HeadSamplingRate = 0.5 },
                    }
                )
        );

        var inputs = mocks["worker"].Inputs;
        Assert.Equal("cloudflare:index/workersScript:WorkersScript", mocks["worker"].Type);
        Assert.Equal(["accountId", "bindings", "compatibilityFlags", "observability", "scriptName"], inputs.Keys.Order(StringComparer.Ordinal));
        var binding = Assert.IsType<ImmutableDictionary<string, object>>(Assert.Single(Assert.IsType<ImmutableArray<object>>(inputs["bindings"])));
        var simple = Assert.IsType<ImmutableDictionary<string, object>>(binding["simple"]);
        Assert.Equal(10.0, simple["limit"]);
        Assert.Equal(60.0, simple["period"]);
    }

    [Fact]
    public async Task An_output_of_a_structured_type_is_read_from_the_state()
    {
        var mocks = new RecordingMocks();
        WorkersScript? script = null;

        await Evaluate.UpdateAsync(
            mocks,
            () =>
                script = new WorkersScript(
                    "worker",
                    new WorkersScriptArgs
                    {
                        ScriptName = "agent",
                        Bindings =
                        {
                            new WorkersScriptBindingArgs { Type = "ai", Name = "AI" },
                        },
                    }
                )
        );

        var bindings = await OutputUtilities.GetValueAsync(script!.Bindings);
        Assert.Equal("AI", Assert.Single(bindings).Name);
        Assert.Equal(0, await OutputUtilities.GetValueAsync(script.StartupTimeMs));
        Assert.Equal("worker-id", await OutputUtilities.GetValueAsync(script.Id));
    }
}
