using NanoClaw.Cost;
using NanoClaw.Cost.Reports;
using NanoClaw.Store;

namespace NanoClaw.Host.Budget;

/// <summary>What the budget is judged by.</summary>
/// <param name="Period">The bill's month.</param>
/// <param name="Cloudflare">Cloudflare's bill.</param>
/// <param name="Model">What the model cost; null where that is no budget's concern.</param>
/// <param name="OverriddenUntil">Until when the main group has lifted it.</param>
/// <param name="WasSaving">Whether it saved when it was last told of.</param>
internal sealed record BudgetFigures(BillingPeriod Period, CostSum Cloudflare, ModelSpending? Model, DateTimeOffset? OverriddenUntil, bool WasSaving)
{
    /// <summary>Reads them from the ledger; nothing is changed and nobody is told.</summary>
    public static async Task<BudgetFigures> ReadAsync(IStore store, BudgetOptions options, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var period = BillingPeriod.At(now, options.BillingDay);
        var factor = period.FactorAt(now);
        var model = options.Model.IsOn ? await ModelSpending.ReadAsync(store, options.Model, period.Start, period.End, factor, cancellationToken) : null;
        var told = await store.State.FindAsync(BudgetNews.StateKey, cancellationToken);
        return new(
            period,
            options.IsCounted ? await ReadCloudflareAsync(store, period, factor, cancellationToken) : new(0, 0),
            model,
            await BudgetOverride.FindAsync(store, now, cancellationToken),
            told is nameof(BudgetState.Saving) or BudgetStatus.CheaperWord
        );
    }

    private static async Task<CostSum> ReadCloudflareAsync(IStore store, BillingPeriod period, decimal factor, CancellationToken cancellationToken)
    {
        var totals = await store.Runs.SumUsageAsync(period.Start, period.End, UsagePeriod.Month, cancellationToken);
        var use = UseOfRuns.Of(
            totals.Sum(total => total.Runs),
            totals.Aggregate(TimeSpan.Zero, (sum, total) => sum + total.Duration),
            totals.DistinctBy(total => total.GroupFolder, StringComparer.Ordinal).Count() / factor
        );
        return new(use.BillUsd, use.Times(factor).BillUsd);
    }
}
