using NanoClaw.Host.Budget;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;
using AgentErrorCodes = NanoClaw.Agents.AgentErrorCodes;

namespace NanoClaw.Host.Tests;

/// <summary>A computer's clock can be set to another hour while everything goes on.</summary>
public sealed class ClockTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_budget_is_counted_anew_in_half_a_minute_though_the_clock_is_set_back()
    {
        await using var world = await World.CreateAsync();
        Assert.Equal(BudgetState.Normal, (await world.Assistant.Budget.GetAsync(Token)).State);
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
            new RunOutcome
            {
                Status = RunStatus.Succeeded,
                EndedAt = world.Time.GetUtcNow(),
                Usage = RunUsage.None with { Duration = TimeSpan.FromSeconds(9_100_000) },
            },
            Token
        );

        world.Time.Set(by: -TimeSpan.FromHours(6));
        world.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(BudgetState.Stopped, (await world.Assistant.Budget.GetAsync(Token)).State);
    }

    [Fact]
    public async Task A_run_in_which_the_clock_is_set_back_took_no_negative_time()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Gate = new TaskCompletionSource();
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Fails));
        await world.SayAsync(World.Family);
        await World.UntilAsync(() => !world.Worker.Executed.IsEmpty);

        world.Time.Set(by: -TimeSpan.FromHours(6));
        world.Worker.Gate.SetResult();
        await world.SettleAsync();

        var used = await world.Store.Runs.SumUsageAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, UsagePeriod.Month, Token);
        Assert.Equal((2, TimeSpan.FromSeconds(1)), (Assert.Single(used).Runs, used[0].Duration));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_clock_that_leaps_ahead_forgets_nothing_that_it_would_not_have_forgotten_that_day(bool restarts)
    {
        await using var world = await World.CreateAsync();
        await DecideAsync(world, "kept");
        await world.Assistant.LookThroughAsync(Token);

        world.Time.Set(by: TimeSpan.FromDays(3650));
        for (var look = 0; look < 20; look++)
        {
            await (restarts ? world.RestartAsync() : world.Assistant.LookThroughAsync(Token));
            world.Time.Advance(TimeSpan.FromMinutes(10));
        }

        await DecideAsync(world, "of the wrong clock");
        await world.RestartAsync();
        Assert.NotNull(await world.Store.Effects.FindAsync("kept", Token));

        // It is right again: what is of its own time goes with its time.
        world.Time.Set(by: TimeSpan.FromDays(-3650));
        world.Time.Advance(world.Options.AuditKept + TimeSpan.FromHours(1));
        await world.Assistant.LookThroughAsync(Token);
        Assert.Null(await world.Store.Effects.FindAsync("kept", Token));
    }

    [Fact]
    public async Task After_weeks_off_what_is_old_is_forgotten_within_days()
    {
        await using var world = await World.CreateAsync();
        await DecideAsync(world, "old");
        await world.Assistant.LookThroughAsync(Token);
        world.Time.Set(by: TimeSpan.FromDays(100));
        await world.RestartAsync();
        Assert.NotNull(await world.Store.Effects.FindAsync("old", Token));

        for (var day = 0; day < 4; day++)
        {
            world.Time.Advance(TimeSpan.FromDays(1));
            await world.Assistant.LookThroughAsync(Token);
        }

        Assert.Null(await world.Store.Effects.FindAsync("old", Token));
    }

    [Fact]
    public async Task A_lifting_of_the_budget_by_a_clock_that_was_ahead_ends_when_it_is_right()
    {
        await using var world = await World.CreateAsync();
        world.Time.Set(by: TimeSpan.FromDays(3650));
        await world.SayAsync(World.Main, "/budget override");
        Assert.NotNull((await world.Assistant.Budget.GetAsync(Token)).OverriddenUntil);

        world.Time.Set(by: TimeSpan.FromDays(-3650));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null((await world.Assistant.Budget.GetAsync(Token)).OverriddenUntil);
    }

    [Fact]
    public async Task What_a_clock_that_was_ahead_has_asked_does_not_wait_for_years()
    {
        await using var world = await World.CreateAsync();
        world.Time.Set(by: TimeSpan.FromDays(3650));
        await Asking.ActAsync(world, World.Main, "send_message", Asking.SendToFamily);
        var id = await Asking.AssertHeldAsync(world);
        world.Time.Set(by: TimeSpan.FromDays(-3650));
        await world.SayAsync(World.Main, $"yes {id}");
        await world.SettleAsync();

        Assert.Contains(world.Channel.TextsTo(World.Main), text => text.Contains("Nobody answered in time, so it is not done.", StringComparison.Ordinal));
        Assert.Empty(await world.Store.Effects.ListOpenAsync(Token));
        Assert.Empty(world.Channel.TextsTo(World.Family));
    }

    [Theory]
    [InlineData(ScheduleType.Cron, "0 9 * * *", false)]
    [InlineData(ScheduleType.Cron, "0 9 * * *", true)]
    [InlineData(ScheduleType.Interval, "3600000", false)]
    public async Task What_recurs_runs_on_when_a_clock_that_was_ahead_is_right_again(ScheduleType type, string value, bool restarts)
    {
        await using var world = await World.CreateAsync();
        await world.Store.Tasks.AddAsync(
            new ScheduledTask
            {
                Id = "daily",
                GroupFolder = "family",
                ChatJid = World.Family,
                Prompt = "#again",
                ScheduleType = type,
                ScheduleValue = value,
                NextRun = world.Time.GetUtcNow(),
                CreatedAt = world.Time.GetUtcNow(),
            },
            Token
        );
        world.Time.Set(by: TimeSpan.FromDays(3650));
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();
        Assert.Single(world.Worker.Executed);

        world.Time.Set(by: TimeSpan.FromDays(-3650));
        await (restarts ? world.RestartAsync() : world.Assistant.LookThroughAsync(Token));
        world.Time.Advance(TimeSpan.FromDays(1));
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();

        Assert.Equal(2, world.Worker.Executed.Count);
    }

    /// <summary>Or a computer that was off: what is billed by the length of a run is no longer than one can be.</summary>
    [Fact]
    public async Task A_run_over_which_the_clock_leapt_uses_up_no_budget()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Gate = new TaskCompletionSource();
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Fails));
        await world.SayAsync(World.Family);
        await World.UntilAsync(() => !world.Worker.Executed.IsEmpty);

        world.Time.Set(by: TimeSpan.FromDays(3650));
        world.Worker.Gate.SetResult();
        await world.SettleAsync();

        var used = await world.Store.Runs.SumUsageAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, UsagePeriod.Month, Token);
        Assert.InRange(used.Sum(total => total.Duration.TotalHours), 0, 1.1);
        Assert.Contains("answer to #1", world.Channel.TextsTo(World.Family));
    }

    /// <summary>One whose first failure comes right before the clock is set has not lasted hours, and is not tried again in hours.</summary>
    [Theory]
    [InlineData(-9)]
    [InlineData(9)]
    public async Task An_outage_lasts_as_long_as_it_did_whatever_the_clock_says(int hours)
    {
        await using var world = await World.CreateAsync();
        world.Time.Set(by: TimeSpan.FromHours(-hours));
        var isAway = true;
        world.Worker.Away = () => isAway ? Failures.Of(AgentErrorCodes.ConnectionFailed) : null;
        await world.SayAsync(World.Family);
        await world.RestAsync();

        world.Time.Set(by: TimeSpan.FromHours(hours));
        await world.PassAsync(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5));
        Assert.Empty(world.Channel.TextsTo(World.Family));

        await world.PassAsync(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(20));
        Assert.StartsWith("I cannot answer at the moment", Assert.Single(world.Channel.TextsTo(World.Family)), StringComparison.Ordinal);

        isAway = false;
        await world.PassAsync(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(20));
        await world.SettleAsync();
        Assert.Equal(
            ["I am back after", "answer to #1"],
            world
                .Channel.TextsTo(World.Family)
                .Skip(1)
                .Select(text =>
                    text.StartsWith("I am back after 1", StringComparison.Ordinal) && text.Contains("minutes", StringComparison.Ordinal)
                        ? "I am back after"
                        : text
                )
        );
    }

    [Fact]
    public async Task An_outage_known_from_before_a_restart_is_tried_and_ends_though_the_clock_was_set_back_between()
    {
        await using var world = await World.CreateAsync();
        var isAway = true;
        world.Worker.Away = () => isAway ? Failures.Of(AgentErrorCodes.ConnectionFailed) : null;
        await world.SayAsync(World.Family);
        await world.PassAsync(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(20));
        world.Time.Set(by: -TimeSpan.FromHours(9));
        await world.RestartAsync();

        isAway = false;
        await world.PassAsync(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(20));
        await world.SettleAsync();

        Assert.Equal("answer to #1", world.Channel.TextsTo(World.Family).Last());
        Assert.Contains("I am back after a minute, and answer now what was written meanwhile.", world.Channel.TextsTo(World.Family));
    }

    private static async Task DecideAsync(World world, string key) =>
        await world.Store.Effects.ApplyAsync(
            new EffectChange
            {
                Decision = new EffectDecision
                {
                    Key = key,
                    At = world.Time.GetUtcNow(),
                    GroupFolder = "family",
                    Effect = "send_message",
                    Arguments = "{}",
                    Verdict = EffectVerdict.Allowed,
                },
            },
            Token
        );
}
