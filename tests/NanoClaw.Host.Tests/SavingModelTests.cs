using NanoClaw.Host.Budget;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>What the model costs, and which one answers to save.</summary>
public sealed class SavingModelTests
{
    private static readonly string[] Models = ["claude-sonnet-4-5", "claude-haiku-4-5", "gpt-5-mini"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

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
