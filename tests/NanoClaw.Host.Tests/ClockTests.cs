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
}
