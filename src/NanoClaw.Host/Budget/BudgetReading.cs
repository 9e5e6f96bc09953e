using System.Globalization;
using NanoClaw.Store;

namespace NanoClaw.Host.Budget;

/// <summary>Where the month stands, by the ledger alone: whoever has the store can read it.</summary>
public static class BudgetReading
{
    internal const string OverrideKey = "budget:override-until";

    public static async Task<BudgetStatus> ReadAsync(IStore store, BudgetOptions options, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        var period = BillingPeriod.At(now, options.BillingDay);
        var totals = await store.Runs.SumUsageAsync(period.Start, now.AddMilliseconds(1), UsagePeriod.Month, cancellationToken);
        var usage = new CloudUsage(
            totals.Sum(total => total.Runs), totals.Aggregate(TimeSpan.Zero, (sum, total) => sum + total.Duration));
        var soFar = usage.CostUsd();
        var projected = usage.CostUsd((decimal)(period.Days / period.Elapsed(now)));
        var overridden = await store.State.FindAsync(OverrideKey, cancellationToken) is { } text
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var until)
            && until > now
                ? until
                : (DateTimeOffset?)null;
        var state = overridden is not null ? BudgetState.Normal
            : soFar >= options.StopAt ? BudgetState.Stopped
            : projected >= options.SavingFrom ? BudgetState.Saving
            : BudgetState.Normal;
        return new(state, soFar, projected, period.End, overridden);
    }
}
