using NanoClaw.Agents;
using NanoClaw.Host.Budget;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>Which model a group's runs ask for, by order of the main group.</summary>
public sealed class ModelTests
{
    private static readonly string[] Models = ["claude-sonnet-4-5", "claude-haiku-4-5", "gpt-5-mini"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_main_group_chooses_a_group_s_model_and_effort_and_both_outlive_a_restart()
    {
        await using var world = await CreateAsync();

        Assert.Equal("family: gpt-5-mini. It holds from the next message on.", await OrderAsync(world, "/model Family GPT-5-mini"));
        Assert.Equal("family: gpt-5-mini, effort high. It holds from the next message on.", await OrderAsync(world, "  /Effort  family  HIGH "));
        await world.RestartAsync();
        await world.SayAsync(World.Family);
        await world.SayAsync(World.Main, "hello");
        await world.SettleAsync();

        Assert.Equal(("gpt-5-mini", "high"), AskedFor(world, "family"));
        Assert.Equal((null, null), AskedFor(world, "main"));
        Assert.Equal("family: claude-sonnet-4-5, effort high. It holds from the next message on.", await OrderAsync(world, "/model family default"));
        Assert.Equal("family: claude-sonnet-4-5. It holds from the next message on.", await OrderAsync(world, "/effort family default"));
        await world.SayAsync(World.Family);
        await world.SettleAsync();
        Assert.Equal((null, null), AskedFor(world, "family"));
    }

    [Fact]
    public async Task It_shows_the_list_and_which_group_uses_which()
    {
        await using var world = await CreateAsync();
        await OrderAsync(world, "/model family gpt-5-mini");

        Assert.Equal(
            """
            The models, in the order in which they are asked: claude-sonnet-4-5, claude-haiku-4-5, gpt-5-mini.
            family: gpt-5-mini.
            main, quiet: claude-sonnet-4-5.
            /model GROUP NAME sets one, /effort GROUP low, medium or high how hard it tries; default takes either back.
            """,
            await OrderAsync(world, "/model")
        );
        Assert.StartsWith("family: gpt-5-mini. /model GROUP NAME", await OrderAsync(world, "/effort family"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_of_the_group_asks_for_its_model_as_well()
    {
        await using var world = await CreateAsync();
        await OrderAsync(world, "/model family gpt-5-mini");
        await world.Store.Tasks.AddAsync(
            ScheduleTests.NewTask("reminder", ScheduleType.Once, "2026-07-01T00:00:00Z") with
            {
                NextRun = world.Time.GetUtcNow(),
            },
            Token
        );
        world.Time.Advance(TimeSpan.FromMinutes(1));

        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();

        Assert.Equal("gpt-5-mini", Assert.Single(world.Worker.Executed, request => request.IsScheduledTask).Metadata!.Model);
    }

    [Theory]
    [InlineData("/model family gpt-9", "The stack has no model gpt-9. It has: claude-sonnet-4-5, claude-haiku-4-5, gpt-5-mini.")]
    [InlineData("/model nobody gpt-5-mini", "There is no group nobody. There are: main, family, quiet.")]
    [InlineData("/effort family heroic", "Effort is low, medium, high or default, not heroic.")]
    public async Task What_cannot_be_is_told_with_what_can(string order, string answer)
    {
        await using var world = await CreateAsync();

        Assert.Equal(answer, await OrderAsync(world, order));
        Assert.All(await world.Store.Groups.ListAsync(Token), group => Assert.Equal((null, null), (group.Model, group.Effort)));
    }

    [Fact]
    public async Task A_group_s_name_may_have_blanks_and_one_that_several_have_is_no_name()
    {
        await using var world = await CreateAsync();
        foreach (var jid in new[] { World.Family, World.Quiet })
        {
            await world.Store.Groups.PutAsync((await world.Store.Groups.FindAsync(jid, Token))! with { Name = "The Book Club" }, Token);
        }

        Assert.Equal(
            "There are several groups called the book club. Name it by its folder: main, family, quiet.",
            await OrderAsync(world, "/model the book club gpt-5-mini")
        );
        await world.Store.Groups.PutAsync((await world.Store.Groups.FindAsync(World.Quiet, Token))! with { Name = "Quiet" }, Token);
        Assert.StartsWith("family: gpt-5-mini.", await OrderAsync(world, "/model the book club gpt-5-mini"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_main_group_orders_and_elsewhere_it_is_a_message_like_any()
    {
        await using var world = await CreateAsync();

        await world.SayAsync(World.Family, "/model family gpt-5-mini");
        await world.SettleAsync();

        Assert.Contains("/model family gpt-5-mini", Assert.Single(world.Worker.Executed).Prompt, StringComparison.Ordinal);
        Assert.Null((await world.Store.Groups.FindAsync(World.Family, Token))!.Model);
    }

    [Fact]
    public async Task The_rules_may_refuse_it_and_each_order_is_in_the_audit()
    {
        await using var world = await CreateAsync();
        await OrderAsync(world, "/model family gpt-5-mini");
        await world.RuleAsync("rules: [{ effect: set_model, decision: refuse }, { effect: any, decision: allow }]");

        Assert.StartsWith("Nothing was changed: the rules do not allow it", await OrderAsync(world, "/effort family low"), StringComparison.Ordinal);

        Assert.Equal(
            [
                ("set_model", """{"group":"family","effort":"low"}""", EffectVerdict.Refused),
                ("set_model", """{"group":"family","model":"gpt-5-mini"}""", EffectVerdict.Allowed),
            ],
            (await world.Store.Effects.ListAsync(new EffectFilter { Limit = 10 }, Token)).Select(decision =>
                (decision.Effect, decision.Arguments, decision.Verdict)
            )
        );
    }

    [Fact]
    public async Task Where_the_stack_s_models_are_not_known_none_is_chosen_and_the_cure_is_told()
    {
        await using var world = await World.CreateAsync();

        Assert.Contains("nanoclaw config pull", await OrderAsync(world, "/model family gpt-5-mini"), StringComparison.Ordinal);
        Assert.Null((await world.Store.Groups.FindAsync(World.Family, Token))!.Model);
        Assert.StartsWith("family: the stack's first model, effort low.", await OrderAsync(world, "/effort family low"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_the_stack_no_longer_lists_is_not_asked_for()
    {
        await using var world = await CreateAsync();
        await OrderAsync(world, "/model family gpt-5-mini");
        world.Options = world.Options with { Models = ["claude-sonnet-4-5"] };
        await world.RestartAsync();

        await world.SayAsync(World.Family);
        await world.SettleAsync();

        Assert.Equal((null, null), AskedFor(world, "family"));
        Assert.Contains(
            "family: gpt-5-mini, which the stack does not have now, so claude-sonnet-4-5.",
            await OrderAsync(world, "/model"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_model_that_the_Worker_does_not_have_costs_no_message_and_is_told_once()
    {
        await using var world = await CreateAsync();
        await OrderAsync(world, "/model family gpt-5-mini");
        world.Worker.Refuses = request => request.Metadata?.Model is "gpt-5-mini" ? AgentErrorCodes.ModelUnknown : null;

        await world.SayAsync(World.Family);
        await world.SettleAsync();
        await world.SayAsync(World.Family);
        await world.SettleAsync();

        // With all that it is told otherwise: only the model is left out.
        Assert.All(world.Worker.Executed, request => Assert.Equal(("Andy", (string?)null), (request.Metadata!.AssistantName, request.Metadata.Model)));
        Assert.Equal(2, world.Channel.TextsTo(World.Family).Count(text => text.StartsWith("answer to", StringComparison.Ordinal)));
        Assert.Single(
            world.Channel.TextsTo(World.Main),
            text => text.StartsWith("family is to be answered by gpt-5-mini, which the stack no longer has", StringComparison.Ordinal)
        );

        // The stack may have it again.
        world.Worker.Refuses = _ => null;
        world.Time.Advance(TimeSpan.FromHours(1));
        await world.SayAsync(World.Family);
        await world.SettleAsync();
        Assert.Equal("gpt-5-mini", AskedFor(world, "family").Model);
    }

    private static Task<World> CreateAsync(BudgetOptions? budget = null) =>
        World.CreateAsync(options => options with { Models = Models, Budget = budget ?? options.Budget });

    /// <summary>Gives an order in the main group, and waits for its answer.</summary>
    private static async Task<string> OrderAsync(World world, string order)
    {
        var before = world.Channel.TextsTo(World.Main).Count();
        await world.SayAsync(World.Main, order);
        await world.SettleAsync();
        return world.Channel.TextsTo(World.Main).Skip(before).Last();
    }

    /// <summary>What the last run of a group asked for.</summary>
    private static (string? Model, string? Effort) AskedFor(World world, string folder)
    {
        var metadata = world.Worker.Executed.Last(request => request.GroupFolder == folder).Metadata!;
        return (metadata.Model, metadata.Effort);
    }
}
