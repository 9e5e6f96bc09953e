using NanoClaw.Infra.Tests.Evaluation;
using Pulumi.Cloudflare;

namespace NanoClaw.Infra.Tests.Stacks;

public sealed class StorageAndAlertsTests
{
    [Fact]
    public async Task Storage_is_declared_only_when_asked_for()
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner());

        Assert.Empty(evaluated.OfType("D1Database"));
        Assert.Empty(evaluated.OfType("R2Bucket"));
        Assert.Empty(evaluated.OfType("AiGateway"));
    }

    [Theory]
    [InlineData("prod", "auto", true)]
    [InlineData("dev", "auto", false)]
    [InlineData("dev", "true", true)]
    [InlineData("prod", "false", false)]
    public async Task What_holds_data_is_protected_in_production(string stack, string protectData, bool isProtected)
    {
        var evaluated = await Evaluated.RunAsync(
            stack,
            SampleConfig.Owner(("d1", "true"), ("r2", "true"), ("storageLocation", "weur"), ("protectData", protectData))
        );

        var holding = evaluated.Seen.Where(s => s.Resource is D1Database or R2Bucket || s.Resource.GetResourceName() == "worker").ToArray();
        Assert.Equal(3, holding.Length);
        Assert.All(holding, s => Assert.Equal(isProtected, s.Options.Protect));
        Assert.Equal("weur", evaluated.Single("D1Database").Text("primaryLocationHint"));
        Assert.Equal("weur", evaluated.Single("R2Bucket").Text("location"));
        Assert.Equal($"d1-uuid", evaluated.Binding("DATABASE").Text("databaseId"));
        Assert.Equal($"nanoclaw-{stack}", evaluated.Binding("BUCKET").Text("bucketName"));
    }

    [Fact]
    public async Task No_location_is_declared_where_none_was_chosen()
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner(("d1", "true"), ("r2", "true")));

        Assert.False(evaluated.Single("D1Database").Has("primaryLocationHint"));
        Assert.False(evaluated.Single("R2Bucket").Has("location"));
    }

    [Fact]
    public async Task The_model_is_called_through_the_gateway_which_keeps_no_word()
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner(("aiGateway", "true"), ("aiGatewayToken", "planted-gateway-token")));
        var gateway = evaluated.Single("AiGateway");

        Assert.Equal(
            "https://gateway.ai.cloudflare.com/v1/0123456789abcdef0123456789abcdef/nanoclaw-prod/anthropic",
            evaluated.Binding("MODEL_BASE_URL").Text("text")
        );
        Assert.False(gateway.Flag("collectLogs"));
        Assert.Equal(0, gateway.Number("cacheTtl"));
    }

    [Fact]
    public async Task The_gateway_asks_for_a_token_which_the_worker_has()
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner(("aiGateway", "true"), ("aiGatewayToken", "planted-gateway-token")));

        Assert.True(evaluated.Single("AiGateway").Flag("authentication"));
        Assert.Equal(
            ("secret_text", "planted-gateway-token"),
            (evaluated.Binding("MODEL_GATEWAY_TOKEN").Text("type"), evaluated.Binding("MODEL_GATEWAY_TOKEN").Text("text"))
        );
    }

    [Fact]
    public async Task What_the_API_answers_unasked_is_stated_or_left_as_it_is()
    {
        var evaluated = await Evaluated.RunAsync(
            "prod",
            SampleConfig.Owner(("d1", "true"), ("aiGateway", "true"), ("aiGatewayToken", "planted-gateway-token"))
        );
        var gateway = evaluated.Seen.Single(s => s.Resource is AiGateway);

        Assert.Equal("disabled", evaluated.Single("D1Database").Part("readReplication").Text("mode"));
        // Every optional input of the provider: what is null in a plan and not null in the state is sent as null, and refused.
        var optional = typeof(AiGatewayArgs).GetProperties().Where(p => p.Name != "Empty").Select(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..]);
        var stated = evaluated.Single("AiGateway").Inputs.Keys;
        var computed = new[] { "otels", "workersAiBillingMode" };
        Assert.Empty(optional.Except(stated).Except(gateway.Options.IgnoreChanges).Except(computed));
        Assert.Empty(stated.Intersect(gateway.Options.IgnoreChanges));
    }

    [Fact]
    public async Task Nobody_is_alerted_where_no_address_is_given() =>
        Assert.Empty((await Evaluated.RunAsync("prod", SampleConfig.Owner(("zonePlan", "pro")))).OfType("NotificationPolicy"));

    [Theory]
    [InlineData("free", 1)]
    [InlineData("pro", 4)]
    public async Task Usage_alerts_are_declared_where_the_plan_has_them(string plan, int count)
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner(("zonePlan", plan), ("alertEmails", "[\"ada@example.com\"]")));
        var policies = evaluated.OfType("NotificationPolicy");

        Assert.Equal(count, policies.Count);
        Assert.Single(policies, p => p.Text("alertType") == "expiring_service_token_alert");
        Assert.All(policies, p => Assert.Equal("ada@example.com", Assert.Single(p.Part("mechanisms").List("emails")).Text("id")));
    }

    [Theory]
    [InlineData("15", "43333333")]
    [InlineData("5", "10000000")]
    public async Task A_usage_alert_comes_when_one_meter_alone_would_cost_the_budget(string budget, string requests)
    {
        var evaluated = await Evaluated.RunAsync(
            "prod",
            SampleConfig.Owner(("zonePlan", "pro"), ("alertEmails", "[\"ada@example.com\"]"), ("monthlyBudgetUsd", budget))
        );
        var filters = Assert.Single(evaluated.OfType("NotificationPolicy"), p => p.Name == "worker-requests").Part("filters");

        Assert.Equal(["worker_requests"], filters.Texts("products"));
        Assert.Equal([requests], filters.Texts("limits"));
    }
}
