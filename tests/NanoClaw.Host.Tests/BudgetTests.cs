using Microsoft.Data.Sqlite;
using NanoClaw.Host.Budget;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Shares;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

public sealed class BudgetTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Past_the_first_threshold_it_saves_says_so_once_and_defers_what_recurs()
    {
        await using var world = await World.CreateAsync();
        await UseAsync(world, TimeSpan.FromSeconds(500_000)); // in half a day; 31 days of it are far too much
        await world.Store.Tasks.AddAsync(ScheduleTests.NewTask("daily", ScheduleType.Cron, "0 9 * * *") with { NextRun = world.Time.GetUtcNow() }, Token);
        await world.Store.Tasks.AddAsync(
            ScheduleTests.NewTask("reminder", ScheduleType.Once, "2026-07-01T00:00:00Z") with
            {
                NextRun = world.Time.GetUtcNow(),
            },
            Token
        );
        world.Time.Advance(TimeSpan.FromMinutes(1));

        await world.Assistant.LookThroughAsync(Token);
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();

        Assert.Equal(BudgetState.Saving, (await world.Assistant.Budget.GetAsync(Token)).State);
        Assert.Contains("I am saving", Assert.Single(world.Channel.TextsTo(World.Main)), StringComparison.Ordinal);
        Assert.Single(world.Worker.Executed);
        Assert.Equal(ScheduledTaskStatus.Completed, (await world.Store.Tasks.FindAsync("reminder", Token))!.Status);
    }

    [Fact]
    public async Task While_saving_runs_a_day_are_capped_and_the_rest_waits_for_tomorrow()
    {
        await using var world = await World.CreateAsync(options =>
            options with
            {
                Budget = new BudgetOptions { RunsPerDayWhileSaving = 2 },
                Shares = new RunShareOptions { GroupSharePercent = 100, MainReservePercent = 0 },
            }
        );
        await UseAsync(world, TimeSpan.FromSeconds(500_000)); // the first run of the day
        world.Time.Advance(TimeSpan.FromMinutes(1));

        await world.SayAsync(World.Family);
        await world.SettleAsync();
        await world.SayAsync(World.Family);
        await world.SettleAsync();
        await world.SayAsync(World.Family);
        await world.SettleAsync();
        const string Told = "To stay within the budget I answer again from 2026-07-02 02:00 on. Your messages are kept until then.";
        Assert.Equal(["answer to #1", Told], world.Channel.TextsTo(World.Family));
        Assert.Single(world.Log.Lines, line => line.Contains("family is not answered before", StringComparison.Ordinal));

        world.Time.Advance(TimeSpan.FromDays(1));
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();
        Assert.Equal(["answer to #1", Told, "answer to #2 #3"], world.Channel.TextsTo(World.Family));
    }

    /// <summary>What has been paid for is read to its end.</summary>
    [Fact]
    public async Task A_run_that_is_under_way_when_the_money_is_used_up_still_answers_and_what_came_after_it_waits()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Gate = new TaskCompletionSource();
        await world.SayAsync(World.Family);
        await World.UntilAsync(() => !world.Worker.Executed.IsEmpty);
        await UseAsync(world, TimeSpan.FromSeconds(9_100_000));
        await world.Store.Messages.AddAsync(world.NewMessage(World.Family), Token);
        await world.RestartAsync();
        world.Time.Advance(TimeSpan.FromMinutes(1));

        world.Worker.Gate.SetResult();
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();

        Assert.Equal(BudgetState.Stopped, (await world.Assistant.Budget.GetAsync(Token)).State);
        Assert.Equal("answer to #1", world.Channel.TextsTo(World.Family).First());
        Assert.Single(world.Worker.Executed);
    }

    [Fact]
    public async Task When_the_money_is_used_up_it_stops_before_the_limit_keeps_messages_and_goes_on_with_the_new_month()
    {
        await using var world = await World.CreateAsync();
        await UseAsync(world, TimeSpan.FromSeconds(9_100_000));
        world.Time.Advance(TimeSpan.FromMinutes(1));

        await world.SayAsync(World.Family);
        await world.SettleAsync();

        var status = await world.Assistant.Budget.GetAsync(Token);
        Assert.Equal(BudgetState.Stopped, status.State);
        Assert.InRange(status.SoFarUsd, 14.5m, 15m);
        Assert.Contains("I have stopped", Assert.Single(world.Channel.TextsTo(World.Main)), StringComparison.Ordinal);
        Assert.Empty(world.Worker.Executed);

        world.Time.Advance(TimeSpan.FromDays(31));
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();
        Assert.Equal(
            ["To stay within the budget I answer again from 2026-08-01 02:00 on. Your messages are kept until then.", "answer to #1"],
            world.Channel.TextsTo(World.Family)
        );
        Assert.Contains("fine again", world.Channel.TextsTo(World.Main).Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_main_group_alone_lifts_it_and_for_a_day()
    {
        await using var world = await World.CreateAsync();
        await UseAsync(world, TimeSpan.FromSeconds(9_100_000));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.SayAsync(World.Family);
        await world.SayAsync(World.Family, " /budget override ");
        await world.SettleAsync();
        Assert.Empty(world.Worker.Executed);

        await world.SayAsync(World.Main, "/Budget  OVERRIDE");
        await world.SettleAsync();

        Assert.Contains("answer to #1", world.Channel.TextsTo(World.Family).Last(), StringComparison.Ordinal);
        Assert.Contains(world.Channel.TextsTo(World.Main), text => text.StartsWith("The budget is lifted until 2026-07-02 14:01.", StringComparison.Ordinal));
        Assert.DoesNotContain(world.Channel.TextsTo(World.Main), text => text.Contains("fine again", StringComparison.Ordinal));
        world.Time.Advance(TimeSpan.FromDays(1.01));
        Assert.Equal(BudgetState.Stopped, (await world.Assistant.Budget.GetAsync(Token)).State);
    }

    [Fact]
    public async Task An_override_is_shown_and_ended_at_will()
    {
        await using var world = await World.CreateAsync();
        await UseAsync(world, TimeSpan.FromSeconds(9_100_000));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.SayAsync(World.Main, "/budget override");
        await world.SayAsync(World.Main, "/budget");
        await world.SayAsync(World.Main, "/BUDGET override OFF");
        await world.SayAsync(World.Main, "hello");
        await world.SettleAsync();

        Assert.Collection(
            world.Channel.TextsTo(World.Main),
            text => Assert.StartsWith("The budget is lifted until 2026-07-02 14:01.", text, StringComparison.Ordinal),
            text =>
                Assert.StartsWith("The budget is lifted until 2026-07-02 14:01; /budget override off ends that. So far $14.", text, StringComparison.Ordinal),
            text => Assert.StartsWith("I have stopped", text, StringComparison.Ordinal),
            text => Assert.StartsWith("The limits hold again. The budget is used up", text, StringComparison.Ordinal),
            text => Assert.Contains("To go on at once: /budget override.", text, StringComparison.Ordinal)
        );
        Assert.Empty(world.Worker.Executed);
    }

    [Fact]
    public async Task On_Workers_Free_nothing_costs_anything()
    {
        await using var world = await World.CreateAsync(options => options with { Budget = new BudgetOptions { Plan = WorkersPlan.Free } });
        await UseAsync(world, TimeSpan.FromSeconds(9_100_000));
        world.Time.Advance(TimeSpan.FromMinutes(1));

        var status = await world.Assistant.Budget.GetAsync(Token);

        Assert.Equal((BudgetState.Normal, 0m, 0m), (status.State, status.SoFarUsd, status.ProjectedUsd));
    }

    [Fact]
    public async Task A_task_that_waits_for_the_budget_is_logged_once_each_time_it_saves()
    {
        await using var world = await World.CreateAsync();
        await UseAsync(world, TimeSpan.FromSeconds(500_000));
        await world.Store.Tasks.AddAsync(ScheduleTests.NewTask("daily", ScheduleType.Cron, "0 9 * * *") with { NextRun = world.Time.GetUtcNow() }, Token);
        world.Time.Advance(TimeSpan.FromMinutes(1));

        await world.Assistant.LookThroughAsync(Token);
        await world.Assistant.LookThroughAsync(Token);

        Assert.Single(world.Log.Lines, line => line.Contains("Task daily waits while the budget is being saved", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Runs_that_are_not_billed_are_neither_counted_nor_capped()
    {
        await using var world = await World.CreateAsync(options => options with { Budget = new BudgetOptions { RunsAreBilled = false } });
        await UseAsync(world, TimeSpan.FromSeconds(9_100_000));
        world.Time.Advance(TimeSpan.FromMinutes(1));

        await world.SayAsync(World.Family);
        await world.SettleAsync();

        Assert.Equal(["answer to #1"], world.Channel.TextsTo(World.Family));
        var status = await world.Assistant.Budget.GetAsync(Token);
        Assert.Equal((BudgetState.Normal, 0m, 0m), (status.State, status.SoFarUsd, status.ProjectedUsd));
    }

    [Fact]
    public async Task Saving_ends_well_below_where_it_begins_so_that_nobody_is_told_of_every_run()
    {
        await using var world = await World.CreateAsync();
        world.Time.Advance(TimeSpan.FromDays(14)); // 31/14.5 of these seconds project to 12.004 dollars
        await UseAsync(world, TimeSpan.FromSeconds(3_510_000));
        for (var hour = 0; hour < 12; hour++)
        {
            await world.Assistant.Budget.GetAsync(Token);
            world.Time.Advance(TimeSpan.FromHours(1));
            await world.Assistant.Budget.GetAsync(Token);
            await UseAsync(world, TimeSpan.FromSeconds(10_200), $"used-{hour}"); // what the hour took off
        }

        await world.SettleAsync();
        Assert.Contains("I am saving", Assert.Single(world.Channel.TextsTo(World.Main)), StringComparison.Ordinal);

        world.Time.Advance(TimeSpan.FromDays(2));
        await world.Assistant.Budget.GetAsync(Token);
        await world.SettleAsync();
        Assert.Contains("fine again", world.Channel.TextsTo(World.Main).Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_counted_anew_every_half_minute()
    {
        await using var world = await World.CreateAsync();
        var counted = await world.Assistant.Budget.GetAsync(Token);

        world.Time.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        Assert.Same(counted, await world.Assistant.Budget.GetAsync(Token));
        world.Time.Advance(TimeSpan.FromTicks(1));
        Assert.NotSame(counted, await world.Assistant.Budget.GetAsync(Token));
    }

    [Fact]
    public async Task Where_there_is_no_main_group_it_saves_and_tells_nobody()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Groups.RemoveAsync(World.Main, Token);
        await UseAsync(world, TimeSpan.FromSeconds(500_000));
        world.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(BudgetState.Saving, (await world.Assistant.Budget.GetAsync(Token)).State);
        await world.SettleAsync();
        Assert.Empty(world.Channel.TextsTo(World.Family));
    }

    [Fact]
    public async Task Each_group_that_waits_is_told_once()
    {
        await using var world = await World.CreateAsync();
        await world.AddGroupAsync("club");
        await UseAsync(world, TimeSpan.FromSeconds(9_100_000));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        foreach (var chat in new[] { World.Family, "club@fake", World.Family })
        {
            await world.SayAsync(chat);
            await world.SettleAsync();
        }

        Assert.All([World.Family, "club@fake"], chat => Assert.StartsWith("To stay within the budget", Assert.Single(world.Channel.TextsTo(chat))));
    }

    [Fact]
    public async Task An_override_holds_for_a_day_to_the_tick()
    {
        await using var world = await World.CreateAsync();
        var now = world.Time.GetUtcNow() + TimeSpan.FromTicks(7);

        var until = await BudgetOverride.BeginAsync(world.Store, now, Token);

        Assert.Equal(now + TimeSpan.FromDays(1), until);
        Assert.Equal(until, await BudgetOverride.FindAsync(world.Store, until - TimeSpan.FromTicks(1), Token));
        Assert.Null(await BudgetOverride.FindAsync(world.Store, until, Token));
    }

    [Fact]
    public async Task What_many_groups_keep_is_not_taken_for_a_month_of_it_each_day()
    {
        await using var world = await World.CreateAsync();
        for (var group = 0; group < 20; group++)
        {
            await UseAsync(world, TimeSpan.FromSeconds(1), $"used-{group}", $"group-{group}");
        }

        var status = await world.Assistant.Budget.GetAsync(Token);
        Assert.Equal((5m, 5m), (status.SoFarUsd, status.ProjectedUsd));
    }

    [Fact]
    public async Task What_is_planned_and_waits_for_the_budget_is_told_in_its_chat_once()
    {
        await using var world = await World.CreateAsync();
        await UseAsync(world, TimeSpan.FromSeconds(9_100_000));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        var now = world.Time.GetUtcNow();
        await world.Store.Tasks.AddAsync(
            ScheduleTests.NewTask("once", ScheduleType.Once, "2026-07-01T12:00:00Z") with
            {
                NextRun = now,
                Prompt = "Call the dentist.",
            },
            Token
        );
        await world.Store.Tasks.AddAsync(ScheduleTests.NewTask("daily", ScheduleType.Cron, "0 9 * * *") with { NextRun = now }, Token);
        await world.Store.Tasks.AddAsync(ScheduleTests.NewTask("hourly", ScheduleType.Interval, "3600000") with { NextRun = now }, Token);
        await world.Assistant.LookThroughAsync(Token);
        await world.RestartAsync();
        await world.SettleAsync();

        Assert.Equal(
            [
                "Something was planned for now, and to stay within the budget it waits until 2026-08-01 02:00 at the longest: Call the dentist.",
                "What recurs here by plan waits until 2026-08-01 02:00 at the longest, to stay within the budget; then it goes on by itself.",
            ],
            world.Channel.TextsTo(World.Family).Order(StringComparer.Ordinal)
        );
    }

    /// <summary>What a full disk kept from being told is told when there is room.</summary>
    [Fact]
    public async Task A_wait_that_could_not_be_told_is_told_later()
    {
        await using var world = await World.CreateAsync();
        await UseAsync(world, TimeSpan.FromSeconds(9_100_000));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.Assistant.Budget.GetAsync(Token);
        Do(world, "CREATE TRIGGER full BEFORE INSERT ON outgoing_messages BEGIN SELECT RAISE(ABORT, 'full'); END");
        await world.SayAsync(World.Family);
        await World.UntilAsync(() => world.Assistant.Queue.Depth is { Running: 0, Waiting: 0, BackingOff: 1 });
        Do(world, "DROP TRIGGER full");
        await world.SettleAsync();

        Assert.StartsWith("To stay within the budget I answer again from", Assert.Single(world.Channel.TextsTo(World.Family)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_after_one_that_an_override_ended_is_told_as_well()
    {
        await using var world = await World.CreateAsync();
        await UseAsync(world, TimeSpan.FromSeconds(9_100_000));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        foreach (var order in new[] { "/budget override", "/budget override off" })
        {
            await world.SayAsync(World.Family);
            await world.SettleAsync();
            await world.RestartAsync();
            await world.SayAsync(World.Main, order);
            await world.SettleAsync();
        }

        await world.SayAsync(World.Family);
        await world.SayAsync(World.Family);
        await world.SettleAsync();

        string[] expected = ["To stay", "answer ", "answer ", "To stay"];
        Assert.Equal(expected, world.Channel.TextsTo(World.Family).Select(text => text[..7]));
    }

    [Fact]
    public async Task A_chat_whose_channel_was_away_reads_nothing_of_a_wait_that_is_over()
    {
        await using var world = await World.CreateAsync();
        await UseAsync(world, TimeSpan.FromSeconds(9_100_000));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        for (var send = 0; send < 3; send++)
        {
            world.Channel.Failures.Enqueue(false);
        }

        await world.SayAsync(World.Family);
        await World.UntilAsync(() => world.Channel.Failures.Count < 3);
        await world.SayAsync(World.Main, "/budget override");
        await World.UntilAsync(() => !world.Worker.Executed.IsEmpty);
        await world.SettleAsync();

        Assert.Equal(["answer to #1"], world.Channel.TextsTo(World.Family));
    }

    [Fact]
    public async Task A_channel_whose_order_could_not_be_kept_is_well_again_when_it_is()
    {
        await using var world = await World.CreateAsync();
        Do(world, "CREATE TRIGGER full BEFORE INSERT ON outgoing_messages BEGIN SELECT RAISE(ABORT, 'full'); END");
        var order = world.NewMessage(World.Main, "/budget");
        await Assert.ThrowsAsync<StoreException>(() => world.Assistant.Inbox.ReceiveAsync(order, Token).AsTask());
        Assert.Equal(ChannelState.NotKeeping, world.Assistant.StatusOf(world.Channel).State);

        Do(world, "DROP TRIGGER full");
        await world.Assistant.Inbox.ReceiveAsync(order, Token);
        Assert.Equal(ChannelState.Connected, world.Assistant.StatusOf(world.Channel).State);
    }

    private static void Do(World world, string statement)
    {
        using var connection = new SqliteConnection($"Data Source={world.StorePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    private static async Task UseAsync(World world, TimeSpan duration, string runId = "used", string folder = "family")
    {
        await world.Store.Runs.BeginAsync(
            new AgentRun
            {
                RunId = runId,
                GroupFolder = folder,
                ChatJid = World.Family,
                StartedAt = world.Time.GetUtcNow(),
            },
            Token
        );
        await world.Store.Runs.EndAsync(
            runId,
            new RunOutcome
            {
                Status = RunStatus.Succeeded,
                EndedAt = world.Time.GetUtcNow(),
                Usage = RunUsage.None with { Duration = duration },
            },
            Token
        );
    }
}
