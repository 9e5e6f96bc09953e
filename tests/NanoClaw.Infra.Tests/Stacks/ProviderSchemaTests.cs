using System.Collections.Immutable;
using NanoClaw.Infra.Tests.Evaluation;

namespace NanoClaw.Infra.Tests.Stacks;

/// <summary>Mocks take any name and any value; the providers do not.</summary>
public sealed class ProviderSchemaTests
{
    private static readonly string[] Everything = ["d1", "r2", "aiGateway"];

    [Theory]
    [InlineData("free")]
    [InlineData("pro")]
    [InlineData("business")]
    [InlineData("enterprise")]
    public async Task Every_property_and_value_is_one_of_the_provider_s(string plan)
    {
        var schema = FindSchema();
        var evaluated = await Evaluated.RunAsync(
            "prod",
            SampleConfig.Owner([
                ("zonePlan", plan),
                ("workersPlan", "paid"),
                ("rotationVersion", "2"),
                ("storageLocation", "weur"),
                ("aiGatewayToken", "planted-gateway-token"),
                ("adminEmails", "[\"ada@example.com\"]"),
                ("alertEmails", "[\"ada@example.com\"]"),
                .. Everything.Select(key => (key, (string?)"true")),
            ])
        );
        var custom = evaluated.Resources.Where(r => !r.Type!.StartsWith("nanoclaw:", StringComparison.Ordinal)).ToList();

        Assert.True(custom.Select(r => r.Type).Distinct().Count() >= 14);
        Assert.Empty(custom.SelectMany(r => schema.Violations(r.Type!, new(r.Name!, r.Inputs))));
    }

    [Theory]
    [InlineData("kind", "zoned", "is not one of")]
    [InlineData("colour", "blue", "is not declared")]
    public void What_the_provider_does_not_know_is_seen(string property, string value, string expected)
    {
        var inputs = ImmutableDictionary<string, object>.Empty.Add("kind", "zone").Add("name", "x").Add("phase", "http_ratelimit").SetItem(property, value);

        Assert.Contains(FindSchema().Violations("cloudflare:index/ruleset:Ruleset", new("x", inputs)), v => v.Contains(expected, StringComparison.Ordinal));
    }

    private static ProviderSchema FindSchema()
    {
        var schema = ProviderSchema.Find();
#if !PULUMI_STANDIN
        Assert.SkipWhen(schema is null, "The declarations are read by the stand-in's generator, which was not built; the compiler has checked the names.");
#endif
        Assert.NotNull(schema);
        return schema;
    }
}
