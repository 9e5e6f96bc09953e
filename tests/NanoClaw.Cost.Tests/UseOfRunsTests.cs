namespace NanoClaw.Cost.Tests;

public sealed class UseOfRunsTests
{
    [Fact]
    public void What_the_plan_includes_costs_the_subscription_alone() => Assert.Equal(5m, UseOfRuns.Of(1000, TimeSpan.FromHours(10), groupMonths: 3).BillUsd);

    [Fact]
    public void Beyond_the_plan_each_unit_costs_its_price()
    {
        // 3,125,000 s at 0.128 GB are the 400,000 GB-s of the plan; as much again costs 400,000 * 12.50 / 1,000,000.
        Assert.Equal(10m, UseOfRuns.Of(0, TimeSpan.FromSeconds(6_250_000), 0).BillUsd);
        Assert.Equal(10m, UseOfRuns.Of(0, TimeSpan.FromSeconds(3_125_000), 0).Times(2).BillUsd);
    }
}
