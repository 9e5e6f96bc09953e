using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;
using static NanoClaw.Host.Tests.Support.Asking;

namespace NanoClaw.Host.Tests;

/// <summary>What the rules refuse by themselves, and what is kept of every decision.</summary>
public sealed class DecisionRuleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_rules_allow_nothing_that_the_authorisation_table_does_not()
    {
        await using var world = await World.CreateAllowingAsync();

        await ActAsync(world, World.Family, "send_message", """{"text":"hi","chatJid":"main@fake"}""");
        await ActAsync(world, World.Family, "register_group", """{"jid":"new@fake","name":"n","folder":"new"}""");

        Assert.Equal(["refused", "refused"], await VerdictsAsync(world));
        Assert.DoesNotContain("hi", world.Channel.TextsTo(World.Main));
        Assert.Null(await world.Store.Groups.FindAsync("new@fake", Token));
    }

    [Fact]
    public async Task A_rule_refuses_and_the_agent_is_told_which()
    {
        await using var world = await World.CreateAsync();
        await world.RuleAsync("rules:\n  - effect: send_message\n    decision: refuse\n");

        await ActAsync(world, World.Family, "send_message", """{"text":"hi"}""");
        world.Worker.Answer = _ => [];
        await world.SayAsync(World.Family, "and?");
        await world.SettleAsync();

        Assert.DoesNotContain("hi", world.Channel.TextsTo(World.Family));
        Assert.Contains(
            "send_message was refused: the rules of this assistant do not allow it (",
            world.Worker.Executed.Last().Prompt,
            StringComparison.Ordinal
        );
        Assert.Contains("line 2", world.Worker.Executed.Last().Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_that_asks_without_end_is_refused_and_keeps_nobody_else_from_asking()
    {
        await using var world = await World.CreateAsync();
        for (var ask = 0; ask < 12; ask++)
        {
            await ActAsync(world, World.Family, "schedule_task", ScheduleForOwn, "web");
        }

        await ActAsync(world, World.Main, "send_message", SendToFamily);

        var open = await world.Store.Effects.ListOpenAsync(Token);
        Assert.Equal((10, 1), (open.Count(held => held.GroupFolder == "family"), open.Count(held => held.GroupFolder == "main")));
        Assert.Equal(11, open.Select(held => held.Id).Distinct().Count());
        Assert.Contains(
            await world.Store.Effects.ListAsync(new EffectFilter { Verdict = EffectVerdict.Refused }, Token),
            refused => refused.Reason!.Contains("too much waits", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Groups_that_have_filled_all_that_may_wait_leave_each_other_one_its_part()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = _ => [.. Enumerable.Repeat(Asked("schedule_task", ScheduleForOwn, "web"), 12)];
        foreach (var folder in new[] { "g1", "g2", "g3", "g4" })
        {
            await world.AddGroupAsync(folder);
            await world.SayAsync($"{folder}@fake");
            await world.SettleAsync();
        }

        await world.SayAsync(World.Family);
        await world.SayAsync(World.Main);
        await world.SettleAsync();

        var open = await world.Store.Effects.ListOpenAsync(Token);
        Assert.Equal(44, open.Count);
        Assert.Equal((2, 2), (open.Count(held => held.GroupFolder == "family"), open.Count(held => held.GroupFolder == "main")));
    }

    [Fact]
    public async Task A_start_with_a_rule_for_a_group_that_is_not_there_warns_of_it()
    {
        await using var world = await World.CreateAsync();
        await world.RuleAsync("rules: [{ effect: any, group: [family, famly], decision: refuse }]");

        Assert.Contains(
            world.Log.Lines,
            line =>
                line.StartsWith("Warning: A rule names a group that is not there", StringComparison.Ordinal)
                && line.Contains("line 1: no group has the folder famly.", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Every_effect_is_in_the_audit_with_who_asked_what_and_what_was_decided()
    {
        await using var world = await World.CreateAsync();
        await ActAsync(world, World.Family, "schedule_task", ScheduleForOwn);
        await ActAsync(world, World.Family, "format_disk", "{}");
        await world.SayAsync(World.Main, "/budget override");
        await world.SettleAsync();

        var audit = await world.Store.Effects.ListAsync(new EffectFilter(), Token);

        Assert.Equal(
            [
                ("main", "budget_override", EffectVerdict.Allowed),
                ("family", "format_disk", EffectVerdict.Refused),
                ("family", "schedule_task", EffectVerdict.Allowed),
            ],
            audit.Select(decision => (decision.GroupFolder, decision.Effect, decision.Verdict))
        );
        Assert.Equal("Ann (ann@fake)", audit[0].DecidedBy);
        Assert.Contains(world.Channel.TextsTo(World.Main), text => text.StartsWith("The budget is lifted until ", StringComparison.Ordinal));
        Assert.All(audit.Skip(1), decision => Assert.StartsWith(decision.RunId!, decision.Key, StringComparison.Ordinal));
        Assert.Equal((ScheduleForOwn, "Ann (ann@fake)", "the default rules, line 20"), (audit[2].Arguments, audit[2].AskedBy, audit[2].Reason));
    }

    [Fact]
    public async Task Decisions_are_forgotten_after_their_time()
    {
        await using var world = await World.CreateAsync(options => options with { AuditKept = TimeSpan.FromDays(7) });
        await ActAsync(world, World.Family, "schedule_task", """{"prompt":"p","scheduleType":"once","scheduleValue":"2027-01-01T00:00:00Z"}""");

        world.Time.Advance(TimeSpan.FromDays(6));
        await world.Assistant.LookThroughAsync(Token);
        Assert.Single(await VerdictsAsync(world));
        world.Time.Advance(TimeSpan.FromDays(2));
        await world.Assistant.LookThroughAsync(Token);

        Assert.Empty(await VerdictsAsync(world));
    }
}
