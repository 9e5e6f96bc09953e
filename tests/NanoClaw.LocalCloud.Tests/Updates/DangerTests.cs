using System.Text.Json.Nodes;
using NanoClaw.LocalCloud.Updates;
using NanoClaw.LocalCloud.Updates.Dangers;

namespace NanoClaw.LocalCloud.Tests.Updates;

/// <summary>What a person should look at before it is applied, for changes that the program itself does not refuse, or not yet.</summary>
[Collection(EvaluatingTests.Name)]
public sealed class DangerTests
{
    [Theory]
    [InlineData("WorkersScript", "scriptName")]
    [InlineData("D1Database", "name")]
    [InlineData("R2Bucket", "name")]
    public async Task What_holds_data_and_would_be_replaced_loses_it(string type, string property)
    {
        var plan = await ChangedAsync(type, property, "another");

        var danger = Assert.Single(plan.Dangers, d => d.Kind == DangerKind.Data);
        Assert.Contains($"since {property} changed", danger.Text, StringComparison.Ordinal);
        Assert.Equal(UpdateKind.Replace, plan.Step(type).Kind);
    }

    [Theory]
    [InlineData("D1Database")]
    [InlineData("R2Bucket")]
    public async Task What_is_no_longer_declared_is_deleted_with_its_data_and_protection_is_said(string type)
    {
        var stack = await UpdateSequence.OfEverything().SettleAsync();
        var plan = await stack.PreviewAsync((type == "D1Database" ? "d1" : "r2", "false"));

        Assert.Equal(UpdateKind.Delete, plan.Step(type).Kind);
        Assert.Equal([DangerKind.Data, DangerKind.Refused], plan.Dangers.Select(d => d.Kind));
    }

    [Fact]
    public async Task Data_that_stays_in_the_account_is_not_lost()
    {
        var stack = await UpdateSequence.OfEverything().SettleAsync();
        stack.Standing = stack.Standing with { Resources = [.. stack.Standing.Resources.Select(r => r with { RetainOnDelete = true, Protect = false })] };

        Assert.Empty((await stack.PreviewAsync(("d1", "false"))).Dangers);
    }

    [Theory]
    [InlineData("Ruleset", "kind")]
    [InlineData("D1Database", "primaryLocationHint")]
    [InlineData("WorkersCustomDomain", "zoneId")]
    public async Task A_replacement_meets_what_it_replaces_where_there_can_be_only_one(string type, string property)
    {
        var plan = await ChangedAsync(type, property, "another", first: true);

        Assert.Contains(plan.Dangers, d => d.Kind == DangerKind.Refused && d.Text.Contains("there can be only one", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_resource_that_lost_its_name_meets_itself()
    {
        var stack = await new UpdateSequence().SettleAsync();
        stack.Standing = stack.Standing with
        {
            Resources =
            [
                .. stack.Standing.Resources.Select(r => r.Type.EndsWith(":Ruleset", StringComparison.Ordinal) ? r with { Name = "x", Urn = r.Urn + "-x" } : r),
            ],
        };
        var plan = await stack.PreviewAsync();

        Assert.All(plan.Dangers, d => Assert.Contains("20217", d.Text, StringComparison.Ordinal));
        Assert.Equal(plan.Before.Resources.Count(r => r.Type.EndsWith(":Ruleset", StringComparison.Ordinal)), plan.Dangers.Count);
    }

    [Fact]
    public async Task Whoever_was_let_in_by_a_policy_that_goes_is_told_of()
    {
        var stack = await new UpdateSequence().SettleAsync();
        var plan = await stack.PreviewAsync(("adminEmails", "[]"));

        Assert.Contains(
            plan.DangerTexts(),
            d => d.StartsWith("clients: admins:", StringComparison.Ordinal) && d.Contains("ada@example.com", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_admin_page_s_worker_holds_no_data_that_could_go_with_it()
    {
        var stack = await new UpdateSequence().SettleAsync();
        var plan = await stack.PreviewAsync(("adminEmails", "[]"));

        Assert.Contains(plan.Steps, s => s.Resource.Name == "admin-worker" && s.Kind == UpdateKind.Delete);
        Assert.DoesNotContain(plan.Dangers, d => d.Kind == DangerKind.Data);
    }

    [Theory]
    [InlineData("decision", "\"bypass\"", "Access asks nothing")]
    [InlineData("includes", """[{"everyone":{}}]""", "let in more than it names")]
    public async Task A_policy_that_opens_is_a_guard_lost(string property, string json, string expected)
    {
        var stack = await new UpdateSequence().SettleAsync();
        var plan = Turned(stack.Standing, "ZeroTrustAccessPolicy", property, json);

        Assert.Contains(plan.Dangers, d => d.Kind == DangerKind.Guard && d.Text.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("WorkersScriptSubdomain", "enabled", "true", "workers.dev")]
    [InlineData("WorkersScriptSubdomain", "previewsEnabled", "true", "preview addresses")]
    [InlineData("Ruleset", "rules", "[]", "the zone would lose")]
    public async Task A_door_that_opens_is_told_of(string type, string property, string json, string expected)
    {
        var stack = await new UpdateSequence().SettleAsync();

        Assert.Contains(
            Turned(stack.Standing, type, property, json).Dangers,
            d => d.Kind == DangerKind.Guard && d.Text.Contains(expected, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Another_team_of_Access_is_told_of()
    {
        var stack = await new UpdateSequence().SettleAsync();

        Assert.Contains((await stack.PreviewAsync(("accessTeamDomain", "other.cloudflareaccess.com"))).Dangers, d => d.Kind == DangerKind.Clients);
    }

    [Theory]
    [InlineData("""{"deletedClasses":["GroupAgent"],"newTag":"v9"}""", "would delete the Durable Objects of GroupAgent")]
    public async Task A_migration_that_deletes_is_told_of(string migrations, string expected)
    {
        var stack = await new UpdateSequence().SettleAsync();

        Assert.Contains(
            Turned(stack.Standing, "WorkersScript", "migrations", migrations).Dangers,
            d => d.Kind == DangerKind.Data && d.Text.Contains(expected, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_class_that_is_bound_no_more_is_told_of()
    {
        var stack = await new UpdateSequence().SettleAsync();

        Assert.Contains(
            Turned(stack.Standing, "WorkersScript", "bindings", "[]").Dangers,
            d => d.Kind == DangerKind.Data && d.Text.Contains("no longer reach", StringComparison.Ordinal)
        );
    }

    /// <summary>What an update does where something else stands in one property than the program declares.</summary>
    private static async Task<UpdatePlan> ChangedAsync(string type, string property, string stood, bool first = false)
    {
        var stack = await UpdateSequence.OfEverything().SettleAsync();
        var changed = stack
            .Standing.Resources.Where(r => r.Type.EndsWith($":{type}", StringComparison.Ordinal) && r.Name is not "front-worker" and not "admin-worker")
            .Take(first ? 1 : int.MaxValue)
            .ToHashSet();
        stack.Standing = stack.Standing with
        {
            Resources = [.. stack.Standing.Resources.Select(r => changed.Contains(r) ? r with { State = With(r.State, property, $"\"{stood}\"") } : r)],
        };
        var plan = await stack.PreviewAsync();
        return first ? plan with { Steps = [.. plan.Steps.Where(s => s.Kind != UpdateKind.Same)] } : plan;
    }

    private static UpdatePlan Turned(DeployedStack stack, string type, string property, string json)
    {
        var before = stack.Resources.First(r => r.Type.EndsWith($":{type}", StringComparison.Ordinal));
        var after = before with { State = With(before.State, property, json) };
        return new UpdatePlan
        {
            Before = stack,
            After = stack with { Resources = [.. stack.Resources.Select(r => r == before ? after : r)] },
            Steps =
            [
                new UpdateStep
                {
                    Kind = UpdateKind.Update,
                    Before = before,
                    After = after,
                    Changes = PropertyComparison.Of(before.State, after.State),
                },
            ],
        };
    }

    private static JsonObject With(JsonObject state, string property, string json)
    {
        var changed = (JsonObject)state.DeepClone();
        changed[property] = JsonNode.Parse(json);
        return changed;
    }
}
