using NanoClaw.Host.Budget;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Pricing;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

public sealed class ModelBudgetTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_kind_of_token_has_its_price_in_a_month_and_a_model_that_is_not_known_the_dearest()
    {
        await using var world = await World.CreateAsync(options =>
            options with
            {
                Budget = new BudgetOptions { Model = new ModelBudgetOptions { StopAtUsd = 100 } },
            }
        );
        await UseAsync(world, "family", "claude-sonnet-4-5");
        await UseAsync(world, "main", "somebody-elses");

        var model = (await world.Assistant.Budget.GetAsync(Token)).Model!;

        // Of a million tokens read, 700,000 were in the cache and 100,000 were written to it; and 100,000 were given.
        Assert.Equal((0.2m * 3) + (0.7m * 0.30m) + (0.1m * 6) + (0.1m * 15), model.ByGroupUsd["family"]);
        Assert.Equal(ModelPriceTable.Unknown.CostOf(200_000, 700_000, 100_000, 100_000), model.ByGroupUsd["main"]);
        Assert.Equal(model.ByGroupUsd.Values.Sum(), model.SoFarUsd);
    }

    [Fact]
    public async Task Prices_that_are_set_take_the_place_of_the_tables()
    {
        await using var world = await World.CreateAsync(options =>
            options with
            {
                Budget = new BudgetOptions
                {
                    Model = new ModelBudgetOptions { StopAtUsd = 100, Prices = new(1, 1, 1, 1) },
                },
            }
        );
        await UseAsync(world, "family", "claude-sonnet-4-5");

        Assert.Equal(1.1m, (await world.Assistant.Budget.GetAsync(Token)).Model!.SoFarUsd);
    }

    [Fact]
    public async Task Without_a_budget_for_it_the_model_is_nobodys_concern()
    {
        await using var world = await World.CreateAsync();
        await UseAsync(world, "family", "somebody-elses", times: 1000);

        var status = await world.Assistant.Budget.GetAsync(Token);

        Assert.Equal((BudgetState.Normal, null), (status.State, status.Model));
    }

    [Theory]
    [InlineData(2.0, BudgetState.Stopped, "I have stopped: the month's budget for the model is used up (so far $2.91")]
    [InlineData(3.5, BudgetState.Saving, "I am saving: the model's bill is heading past the budget (so far $2.91, projected $90.21")]
    [InlineData(200.0, BudgetState.Normal, null)]
    public async Task Past_its_limits_it_saves_and_stops_as_for_Cloudflares_bill_also_where_that_is_nothing(double stopAt, BudgetState state, string? told)
    {
        await using var world = await World.CreateAsync(options =>
            options with
            {
                Budget = new BudgetOptions
                {
                    Plan = WorkersPlan.Free,
                    Model = new ModelBudgetOptions { StopAtUsd = (decimal)stopAt },
                },
            }
        );
        await UseAsync(world, "family", "claude-sonnet-4-5");

        var status = await world.Assistant.Budget.GetAsync(Token);
        await world.SettleAsync();

        Assert.Equal((state, state is not BudgetState.Normal), (status.State, status.IsForModel));
        Assert.Equal(told is null ? [] : [told], world.Channel.TextsTo(World.Main).Select(text => text[..(told?.Length ?? 0)]));
    }

    [Fact]
    public async Task A_group_that_has_used_up_its_own_waits_and_is_told_and_the_others_do_not()
    {
        await using var world = await World.CreateAsync(options =>
            options with
            {
                Budget = new BudgetOptions { Model = new ModelBudgetOptions { GroupStopAtUsd = 2 } },
            }
        );
        await UseAsync(world, "family", "claude-sonnet-4-5");
        await world.Store.Tasks.AddAsync(
            ScheduleTests.NewTask("reminder", ScheduleType.Once, "2026-07-01T00:00:00Z") with
            {
                NextRun = world.Time.GetUtcNow(),
            },
            Token
        );
        world.Time.Advance(TimeSpan.FromMinutes(1));

        await world.SayAsync(World.Family);
        await world.SayAsync(World.Main);
        await world.SettleAsync();
        Assert.Equal(
            ["To stay within the budget I answer again from 2026-08-01 02:00 on. Your messages are kept until then."],
            world.Channel.TextsTo(World.Family)
        );
        Assert.Single(world.Channel.TextsTo(World.Main));
        Assert.Equal(BudgetState.Normal, (await world.Assistant.Budget.GetAsync(Token)).State);

        world.Time.Advance(TimeSpan.FromDays(31));
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();
        // The message, and the reminder that came late.
        Assert.Equal(3, world.Channel.TextsTo(World.Family).Count());
    }

    [Fact]
    public void A_threshold_above_the_limit_is_a_mistake_that_names_the_settings() =>
        Assert.Contains(
            HostOptionsRules.FindMistakes(
                new HostOptions
                {
                    Budget = new BudgetOptions
                    {
                        Model = new ModelBudgetOptions { SavingFromUsd = 5, StopAtUsd = 4 },
                    },
                }
            ),
            mistake =>
                mistake.StartsWith(nameof(ModelBudgetOptions.SavingFromUsd), StringComparison.Ordinal)
                && mistake.Contains(nameof(ModelBudgetOptions.StopAtUsd), StringComparison.Ordinal)
        );

    private static async Task UseAsync(World world, string folder, string model, int times = 1)
    {
        await world.Store.Runs.BeginAsync(
            new AgentRun
            {
                RunId = $"used-{folder}",
                GroupFolder = folder,
                ChatJid = World.Family,
                StartedAt = world.Time.GetUtcNow(),
            },
            Token
        );
        await world.Store.Runs.EndAsync(
            $"used-{folder}",
            new RunOutcome
            {
                Status = RunStatus.Succeeded,
                EndedAt = world.Time.GetUtcNow(),
                Usage = new(1_000_000L * times, 100_000L * times, 1, TimeSpan.FromSeconds(1), model)
                {
                    CacheReadTokens = 700_000L * times,
                    CacheWriteTokens = 100_000L * times,
                },
            },
            Token
        );
    }
}
