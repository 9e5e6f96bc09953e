using NanoClaw.Cost;
using NanoClaw.Host.Budget;

namespace NanoClaw.Host.Tests;

/// <summary>The budget's arithmetic alone: $12 and $14.50 as usual.</summary>
public sealed class BudgetRuleTests
{
    private static readonly BillingPeriod Month = BillingPeriod.Of(2026, 7, 1);
    private static readonly DateTimeOffset Later = Month.End.AddDays(-1);

    [Theory]
    [InlineData(5, 11.99, false, BudgetState.Normal)]
    [InlineData(5, 12, false, BudgetState.Saving)]
    [InlineData(5, 11.30, true, BudgetState.Saving)] // 5 + 0.9 * (12 - 5)
    [InlineData(5, 11.29, true, BudgetState.Normal)]
    [InlineData(14.49, 14.49, false, BudgetState.Saving)]
    [InlineData(14.50, 14.50, false, BudgetState.Stopped)]
    public void Cloudflares_bill_saves_by_its_projection_and_stops_by_what_was_used(double soFar, double projected, bool wasSaving, BudgetState state) =>
        Assert.Equal(state, BudgetRule.Judge(new(Month, new((decimal)soFar, (decimal)projected), null, null, wasSaving), new()).State);

    [Theory]
    [InlineData(0, 15.99, false, BudgetState.Normal)] // four fifths of 20
    [InlineData(0, 16, false, BudgetState.Saving)]
    [InlineData(0, 14.40, true, BudgetState.Saving)]
    [InlineData(0, 14.39, true, BudgetState.Normal)]
    [InlineData(20, 20, false, BudgetState.Stopped)]
    public void The_models_bill_has_limits_of_its_own(double soFar, double projected, bool wasSaving, BudgetState state)
    {
        var status = BudgetRule.Judge(new(Month, new(5, 5), Model(soFar, projected), null, wasSaving), new() { Model = new() { StopAtUsd = 20 } });
        Assert.Equal((state, state is not BudgetState.Normal), (status.State, status.IsForModel));
    }

    [Theory]
    [InlineData(10, 17, BudgetState.Normal, "small")]
    [InlineData(16, 17, BudgetState.Saving, "small")]
    [InlineData(10, 11, BudgetState.Normal, null)]
    public void A_cheaper_model_takes_over_before_runs_are_capped(double soFar, double projected, BudgetState state, string? model)
    {
        var status = BudgetRule.Judge(
            new(Month, new(5, 5), Model(soFar, projected), null, WasSaving: false),
            new()
            {
                SavingModel = "small",
                Model = new() { StopAtUsd = 20 },
            }
        );
        Assert.Equal((state, model), (status.State, status.SavingModel));
        Assert.Equal(status is { State: BudgetState.Normal, SavingModel: not null } ? "Cheaper" : state.ToString(), status.Word);
    }

    [Fact]
    public void Lifted_nothing_is_held_back()
    {
        var status = BudgetRule.Judge(
            new(Month, new(100, 100), Model(100, 100), Later, WasSaving: true),
            new()
            {
                SavingModel = "small",
                Model = new() { StopAtUsd = 20, GroupStopAtUsd = 1 },
            }
        );
        Assert.Equal((BudgetState.Normal, null, 0), (status.State, status.SavingModel, status.GroupsUsedUp.Count));
    }

    [Fact]
    public void A_group_is_used_up_by_its_own_limit_alone() =>
        Assert.Equal(
            ["family"],
            BudgetRule.Judge(new(Month, new(5, 5), Model(100, 100), null, WasSaving: false), new() { Model = new() { GroupStopAtUsd = 60 } }).GroupsUsedUp
        );

    private static ModelSpending Model(double soFar, double projected) =>
        new((decimal)soFar, (decimal)projected, new Dictionary<string, decimal>(StringComparer.Ordinal) { ["family"] = 60, ["main"] = 40 });
}
