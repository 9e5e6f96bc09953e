using NanoClaw.Store;

namespace NanoClaw.Host.Budget;

/// <summary>Where the bill's month stands, counted from the ledger; nothing is changed and nobody is told.</summary>
public static class BudgetCount
{
    public static async Task<BudgetStatus> ReadAsync(IStore store, BudgetOptions options, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        return BudgetRule.Judge(await BudgetFigures.ReadAsync(store, options, now, cancellationToken), options);
    }

    /// <summary>Whether the runs of this day, by UTC, are used up while saving.</summary>
    public static async Task<bool> IsDayUsedUpAsync(IStore store, BudgetOptions options, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        var runs = await store.Runs.SumUsageAsync(Today(now), Today(now).AddDays(1), UsagePeriod.Day, cancellationToken);
        return runs.Sum(total => total.Runs) >= options.RunsPerDayWhileSaving;
    }

    /// <summary>When the day's runs begin anew.</summary>
    public static DateTimeOffset NextDay(DateTimeOffset now) => Today(now).AddDays(1);

    private static DateTimeOffset Today(DateTimeOffset now) => new(now.UtcDateTime.Date, TimeSpan.Zero);
}
