using NanoClaw.Agents;
using NanoClaw.Host.Budget;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

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

    [Fact]
    public async Task While_the_model_s_bill_is_heading_past_the_budget_the_cheaper_model_answers_and_nothing_else_is_held_back()
    {
        await using var world = await CreateAsync(
            new BudgetOptions
            {
                SavingModel = "claude-haiku-4-5",
                RunsPerDayWhileSaving = 0,
                Model = new ModelBudgetOptions { SavingFromUsd = 20, StopAtUsd = 40 },
            }
        );
        await OrderAsync(world, "/model family gpt-5-mini");
        // A tenth of the month has passed, and three dollars of it are thirty.
        world.Time.Advance(TimeSpan.FromDays(2.5));
        await UseAsync(world, 1_000_000, "claude-sonnet-4-5");
        world.Time.Advance(TimeSpan.FromMinutes(1));

        await world.SayAsync(World.Family);
        await world.SettleAsync();

        Assert.Equal("claude-haiku-4-5", AskedFor(world, "family").Model);
        var told = Assert.Single(world.Channel.TextsTo(World.Main), text => text.StartsWith("I am saving", StringComparison.Ordinal));
        Assert.Contains("so claude-haiku-4-5 answers from now on, in all groups. It ends by itself.", told, StringComparison.Ordinal);
        var status = await world.Assistant.Budget.GetAsync(Token);
        Assert.Equal((BudgetState.Normal, "claude-haiku-4-5", true), (status.State, status.SavingModel, status.IsForModel));
        Assert.Contains("saving with claude-haiku-4-5", await OrderAsync(world, "/budget"), StringComparison.Ordinal);
        Assert.Contains("To save, claude-haiku-4-5 answers everywhere for now.", await OrderAsync(world, "/model"), StringComparison.Ordinal);

        // Time passes and little is used: it ends by itself, and the group has its own again.
        world.Time.Advance(TimeSpan.FromDays(10));
        await world.SayAsync(World.Family);
        await world.SettleAsync();
        Assert.Equal("gpt-5-mini", AskedFor(world, "family").Model);
        Assert.Single(world.Channel.TextsTo(World.Main), text => text.StartsWith("The budget is fine again", StringComparison.Ordinal));
        Assert.Single(world.Channel.TextsTo(World.Main), text => text.StartsWith("I am saving", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Once_the_model_s_bill_has_reached_the_threshold_runs_are_capped_as_well()
    {
        await using var world = await CreateAsync(
            new BudgetOptions
            {
                SavingModel = "claude-haiku-4-5",
                RunsPerDayWhileSaving = 0,
                Model = new ModelBudgetOptions { SavingFromUsd = 20, StopAtUsd = 40 },
            }
        );
        await UseAsync(world, 8_000_000, "claude-sonnet-4-5");
        world.Time.Advance(TimeSpan.FromMinutes(1));

        await world.SayAsync(World.Family);
        await world.SettleAsync();

        Assert.Equal(BudgetState.Saving, (await world.Assistant.Budget.GetAsync(Token)).State);
        Assert.Empty(world.Worker.Executed);
        Assert.Contains("runs a day are capped, and claude-haiku-4-5 answers", Assert.Single(world.Channel.TextsTo(World.Main)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_override_gives_each_group_its_own_model_back()
    {
        await using var world = await CreateAsync(
            new BudgetOptions
            {
                SavingModel = "claude-haiku-4-5",
                Model = new ModelBudgetOptions { SavingFromUsd = 20 },
            }
        );
        await UseAsync(world, 1_000_000, "claude-sonnet-4-5");
        world.Time.Advance(TimeSpan.FromMinutes(1));

        await OrderAsync(world, "/budget override");
        await world.SayAsync(World.Family);
        await world.SettleAsync();

        Assert.Null(AskedFor(world, "family").Model);
    }

    [Fact]
    public void A_saving_model_that_the_stack_does_not_list_is_a_mistake_that_names_those_it_has()
    {
        var mistake = Assert.Single(
            HostOptionsRules.FindMistakes(
                new HostOptions
                {
                    Models = Models,
                    Budget = new BudgetOptions { SavingModel = "gpt-9" },
                }
            )
        );
        Assert.Equal("SavingModel: gpt-9 is none of the stack's models: claude-sonnet-4-5, claude-haiku-4-5, gpt-5-mini.", mistake);
        Assert.Contains(
            "nanoclaw config pull",
            Assert.Single(HostOptionsRules.FindMistakes(new HostOptions { Budget = new BudgetOptions { SavingModel = "gpt-9" } })),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Each_model_of_a_run_is_priced_by_what_it_used()
    {
        await using var world = await CreateAsync(new BudgetOptions { Model = new ModelBudgetOptions { StopAtUsd = 100 } });
        world.Worker.Usage = new()
        {
            InputTokens = 1_500_000,
            OutputTokens = 100_000,
            Steps = 2,
            DurationMs = 1,
            Model = "claude-haiku-4-5",
            Models = [new("claude-sonnet-4-5", 1_000_000, 400_000, 100_000, 0), new("claude-haiku-4-5", 500_000, 0, 0, 100_000)],
        };

        await world.SayAsync(World.Family);
        await world.SettleAsync();
        world.Time.Advance(TimeSpan.FromMinutes(1));

        var model = (await world.Assistant.Budget.GetAsync(Token)).Model!;
        Assert.Equal((0.5m * 3) + (0.4m * 0.30m) + (0.1m * 6) + (0.5m * 1) + (0.1m * 5), model.ByGroupUsd["family"]);
        Assert.Equal(
            1_500_000,
            Assert.Single(await world.Store.Runs.SumUsageAsync(DateTimeOffset.UnixEpoch, world.Time.GetUtcNow(), UsagePeriod.Month, Token)).InputTokens
        );
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

    private static async Task UseAsync(World world, long tokens, string model)
    {
        await world.Store.Runs.BeginAsync(
            new AgentRun
            {
                RunId = "used",
                GroupFolder = "family",
                ChatJid = World.Family,
                StartedAt = world.Time.GetUtcNow(),
            },
            Token
        );
        await world.Store.Runs.EndAsync(
            "used",
            new Store.RunOutcome
            {
                Status = RunStatus.Succeeded,
                EndedAt = world.Time.GetUtcNow(),
                Usage = new(tokens, 0, 1, TimeSpan.FromSeconds(1), model),
            },
            Token
        );
    }
}
