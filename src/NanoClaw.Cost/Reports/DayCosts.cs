using NanoClaw.Cost.Ledger;
using NanoClaw.Pricing;

namespace NanoClaw.Cost.Reports;

/// <summary>A month day by day: what each added is the bill at its end less the bill at the end of the day before.</summary>
internal static class DayCosts
{
    public static IReadOnlyList<DayCost> Of(LedgerMonth month, CostTerms terms)
    {
        var byDay = month.Days.ToLookup(day => day.Day);
        var costs = new List<DayCost>();
        var groups = new HashSet<string>(StringComparer.Ordinal);
        var (runs, duration, cloud, model) = (0L, TimeSpan.Zero, terms.IsBilled ? PriceTable.SubscriptionUsd : 0, 0m);
        var days = (decimal)month.Period.Days;
        for (var begin = month.Period.Start; begin < month.At || costs.Count == 0; begin = begin.AddDays(1))
        {
            var day = DateOnly.FromDateTime(begin.UtcDateTime);
            groups.UnionWith(byDay[day].Select(used => used.GroupFolder));
            runs += byDay[day].Sum(used => used.Runs);
            duration = byDay[day].Aggregate(duration, (sum, used) => sum + used.Duration);
            var part = Math.Min(costs.Count + 1, (decimal)month.Period.Elapsed(month.At)) / days;
            var bill = terms.IsBilled ? UseOfRuns.Of(runs, duration, groups.Count * part).BillUsd : 0;
            var tokens = byDay[day].SelectMany(used => used.Tokens).ToList();
            var tokensUsd = tokens.Sum(use => TokenCost.Of(use, terms.ModelPrices));
            model += tokensUsd;
            costs.Add(
                new(day, byDay[day].Sum(used => used.Runs), byDay[day].Sum(used => used.Failed), TokenCount.Of(tokens), bill - cloud, tokensUsd, bill, model)
            );
            cloud = bill;
        }

        return costs;
    }
}
