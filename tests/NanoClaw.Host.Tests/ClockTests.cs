using NanoClaw.Host.Budget;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

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
            new AgentRun { RunId = "used", GroupFolder = "family", ChatJid = World.Family, StartedAt = world.Time.GetUtcNow() }, Token);
        await world.Store.Runs.EndAsync(
            "used",
            new RunOutcome { Status = RunStatus.Succeeded, EndedAt = world.Time.GetUtcNow(), Usage = RunUsage.None with { Duration = TimeSpan.FromSeconds(9_100_000) } },
            Token);

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
}
