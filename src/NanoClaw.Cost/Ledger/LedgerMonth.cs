using NanoClaw.Store;

namespace NanoClaw.Cost.Ledger;

/// <summary>A month of the bill, or what there is of it so far, as the ledger of this process has it.</summary>
/// <param name="Period">The month.</param>
/// <param name="At">Until when; its end where it is over.</param>
/// <param name="Days">What was used, by day and group, in that order. Days and groups without a run are not in it.</param>
public sealed record LedgerMonth(BillingPeriod Period, DateTimeOffset At, IReadOnlyList<GroupDay> Days)
{
    public long Runs => Days.Sum(day => day.Runs);

    public TimeSpan Duration => Days.Aggregate(TimeSpan.Zero, (sum, day) => sum + day.Duration);

    /// <summary>Groups with a run.</summary>
    public IReadOnlyList<string> Groups => [.. Days.Select(day => day.GroupFolder).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The part of the month that is over, from 0 to 1.</summary>
    public decimal Part => 1 / Period.FactorAt(At);

    public static async Task<LedgerMonth> ReadAsync(IStore store, BillingPeriod period, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(period);
        var days = new List<GroupDay>();
        foreach (var totals in (await store.Runs.SumUsageAsync(period.Start, period.End, UsagePeriod.Day, cancellationToken)).GroupBy(total => total.Period))
        {
            var begin = new DateTimeOffset(totals.Key.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            var tokens = (await store.Runs.SumTokensAsync(begin, begin.AddDays(1), cancellationToken)).ToLookup(use => use.GroupFolder, StringComparer.Ordinal);
            days.AddRange(
                totals.Select(total => new GroupDay(total.Period, total.GroupFolder, total.Runs, total.Failed, total.Duration, [.. tokens[total.GroupFolder]]))
            );
        }

        return new(period, now < period.End ? now : period.End, days);
    }

    /// <summary>What it used of Cloudflare.</summary>
    public CloudUse Use() => UseOfRuns.Of(Runs, Duration, Groups.Count * Part);
}
