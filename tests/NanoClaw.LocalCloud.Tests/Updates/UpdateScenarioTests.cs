using System.Text.Json.Nodes;
using NanoClaw.LocalCloud.Updates;
using NanoClaw.LocalCloud.Updates.Dangers;

namespace NanoClaw.LocalCloud.Tests.Updates;

/// <summary>Most real faults are not in the first update: each of these is a sequence, done to an account that refuses what Cloudflare refuses.</summary>
[Collection(EvaluatingTests.Name)]
public sealed class UpdateScenarioTests
{
    private readonly FakeAccount _account = new();

    [Fact]
    public async Task A_second_update_sends_the_migrations_no_more_and_a_third_changes_nothing()
    {
        var stack = UpdateSequence.OfEverything();
        var first = await stack.UpdateAsync();
        Assert.All(first.Steps, s => Assert.Equal(UpdateKind.Create, s.Kind));
        Assert.Empty(_account.Apply(first));

        var second = await stack.UpdateAsync();
        Assert.Equal(["update WorkersScript"], second.Done());
        Assert.Equal(["migrations"], second.Step("WorkersScript").Paths());
        Assert.Empty(_account.Apply(second));

        var third = await stack.UpdateAsync();
        Assert.True(third.ChangesNothing);
        Assert.Empty(third.OutputChanges);
    }

    [Fact]
    public async Task A_refresh_in_between_leads_to_one_update_that_nothing_refuses_and_then_to_none()
    {
        var stack = UpdateSequence.OfEverything();
        _account.Apply(await stack.UpdateAsync());
        _account.Apply(await stack.UpdateAsync());
        stack.Refresh();
        _account.Take(stack.Standing);

        var after = await stack.UpdateAsync();
        Assert.Empty(_account.Apply(after));
        Assert.DoesNotContain(after.Dangers, d => d.Kind == DangerKind.Refused);
        Assert.All(after.Steps.Where(s => s.Kind != UpdateKind.Same), s => Assert.Equal(["filters"], s.Paths()));
        Assert.True((await stack.UpdateAsync()).ChangesNothing);
    }

    [Theory]
    [InlineData("D1Database", "readReplication")]
    [InlineData("AiGateway", "authentication")]
    [InlineData("AiGateway", "rateLimitingTechnique")]
    public async Task What_the_API_always_answers_and_a_program_leaves_out_is_refused_after_a_refresh(string type, string property)
    {
        var stack = await UpdateSequence.OfEverything().SettleAsync();
        var declared = stack.Standing.Resources.Single(r => r.Type.EndsWith($":{type}", StringComparison.Ordinal));
        var silent = declared with { State = Without(declared.State, property) };
        var standing = stack.Standing with { Resources = [.. stack.Standing.Resources.Select(r => r == declared ? silent : r)] };
        var refreshed = standing.Refreshed();
        _account.Take(refreshed);

        var before = refreshed.Resources.Single(r => r.Urn == silent.Urn);
        Assert.NotNull(before.State[property]);
        var plan = new UpdatePlan
        {
            Before = refreshed,
            After = standing,
            Steps =
            [
                new UpdateStep
                {
                    Kind = UpdateKind.Update,
                    Before = before,
                    After = silent,
                    Changes = PropertyComparison.Of(before.State, silent.State),
                },
            ],
        };

        Assert.Contains(_account.Apply(plan), r => r.StartsWith(property, StringComparison.Ordinal));
        Assert.Contains(plan.Dangers, d => d.Kind == DangerKind.Refused && d.Text.StartsWith(property, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_changed_hostname_replaces_the_domain_alone_and_says_that_clients_need_the_new_one()
    {
        var stack = UpdateSequence.OfEverything();
        _account.Apply(await stack.UpdateAsync());
        _account.Apply(await stack.UpdateAsync());

        var plan = await stack.UpdateAsync(("hostname", "b.example.com"), ("hostnames", "[\"b.example.com\"]"));
        Assert.Empty(_account.Apply(plan));
        Assert.Equal(["hostname"], plan.Step("WorkersCustomDomain").Changes.Where(c => c.Replaces).Select(c => c.Path));
        Assert.Equal(["replace WorkersCustomDomain", "replace Command"], plan.Done().Where(s => s.StartsWith("replace", StringComparison.Ordinal)));
        Assert.DoesNotContain(plan.Dangers, d => d.Kind is DangerKind.Data or DangerKind.Refused);
        Assert.Contains(plan.DangerTexts(), d => d.Contains("agent.example.com would lead nowhere", StringComparison.Ordinal));
        Assert.Contains(plan.DangerTexts(), d => d.Contains("no longer cover agent.example.com", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_member_that_is_added_changes_the_owner_s_rules_and_endangers_nothing()
    {
        var stack = await new UpdateSequence().SettleAsync();
        var plan = await stack.UpdateAsync(("hostnames", "[\"agent.example.com\",\"agent-dev.example.com\"]"));

        Assert.All(plan.Done(), step => Assert.Equal("update Ruleset", step));
        Assert.NotEmpty(plan.Done());
        Assert.Empty(plan.Dangers);
        var left = await stack.PreviewAsync(("hostnames", "[\"agent.example.com\"]"));
        Assert.Contains(left.DangerTexts(), d => d.Contains("no longer cover agent-dev.example.com", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_plan_goes_up_and_down_again_without_a_replacement()
    {
        var stack = new UpdateSequence(("zonePlan", "free"));
        _account.Apply(await stack.UpdateAsync());
        _account.Apply(await stack.UpdateAsync());

        var up = await stack.UpdateAsync(("zonePlan", "pro"));
        Assert.Contains("create Ruleset", up.Done());
        Assert.Empty(up.Dangers);
        Assert.Empty(_account.Apply(up));
        var down = await stack.UpdateAsync(("zonePlan", "free"));
        Assert.Contains("delete Ruleset", down.Done());
        Assert.Equal([DangerKind.Guard], down.Dangers.Select(d => d.Kind).Distinct());
        Assert.Empty(_account.Apply(down));
        Assert.All(new[] { up, down }, p => Assert.Equal(0, p.Count(UpdateKind.Replace)));
    }

    [Fact]
    public async Task An_adopted_ruleset_keeps_its_name_and_is_not_replaced()
    {
        var stack = await new UpdateSequence().SettleAsync();
        var ours = stack.Standing.Resources.First(r => r.Type.EndsWith(":Ruleset", StringComparison.Ordinal));
        var imported = ours with
        {
            State = new JsonObject
            {
                ["zoneId"] = ours.State["zoneId"]!.DeepClone(),
                ["kind"] = "zone",
                ["phase"] = ours.State["phase"]!.DeepClone(),
                ["name"] = "default",
                ["description"] = "",
                ["rules"] = new JsonArray(),
            },
        };
        stack.Standing = stack.Standing with { Resources = [.. stack.Standing.Resources.Select(r => r == ours ? imported : r)] };
        _account.Take(stack.Standing);

        var plan = await stack.UpdateAsync();
        Assert.Equal(["update Ruleset"], plan.Done());
        Assert.Equal("default", plan.After.Resources.Single(r => r.Urn == ours.Urn).State["name"]!.ToString());
        Assert.Empty(_account.Apply(plan));
        Assert.True((await stack.UpdateAsync()).ChangesNothing);
    }

    [Fact]
    public async Task Everything_is_destroyed_with_nothing_still_referenced()
    {
        var stack = UpdateSequence.OfEverything();
        _account.Apply(await stack.UpdateAsync());
        _account.Apply(await stack.UpdateAsync(("rotationVersion", "2")));

        var destroy = UpdatePlan.Destroy(stack.Standing);
        Assert.Empty(_account.Apply(destroy));
        Assert.Empty(_account.Standing);
        Assert.Equal(3, destroy.Dangers.Count(d => d.Kind == DangerKind.Data));
    }

    [Fact]
    public async Task A_destruction_in_the_wrong_order_is_seen_by_the_account()
    {
        var stack = UpdateSequence.OfEverything();
        _account.Apply(await stack.UpdateAsync());
        var destroy = UpdatePlan.Destroy(stack.Standing);

        Assert.NotEmpty(_account.Apply(destroy with { Steps = [.. destroy.Steps.Reverse()] }));
    }

    private static JsonObject Without(JsonObject state, string property)
    {
        var rest = (JsonObject)state.DeepClone();
        rest.Remove(property);
        return rest;
    }
}
