using NanoClaw.Cost.Ledger;
using NanoClaw.Pricing;

namespace NanoClaw.Cost.Reports;

/// <summary>Reckons a month: pure arithmetic, by the one table of prices.</summary>
public static class MonthCost
{
    public static CostReport Of(LedgerMonth month, CostTerms terms)
    {
        ArgumentNullException.ThrowIfNull(month);
        ArgumentNullException.ThrowIfNull(terms);
        var factor = month.Period.FactorAt(month.At);
        var use = month.Use();
        var days = DayCosts.Of(month, terms);
        var modelUsd = month.Days.Sum(day => day.Tokens.Sum(tokens => TokenCost.Of(tokens, terms.ModelPrices)));
        return new()
        {
            From = month.Period.Start,
            Until = month.Period.End,
            At = month.At,
            Billed = terms.IsBilled,
            Runs = month.Runs,
            Failed = month.Days.Sum(day => day.Failed),
            DurationMs = (long)month.Duration.TotalMilliseconds,
            Cloudflare = terms.IsBilled ? new(use.BillUsd, use.Times(factor).BillUsd) : new(0, 0),
            Model = new(modelUsd, modelUsd * factor),
            SavingFromUsd = terms.SavingFromUsd,
            LimitUsd = terms.LimitUsd,
            Items = [.. CostItems.OfCloud(use, factor, terms.IsBilled), .. CostItems.OfTokens(month, factor, terms.ModelPrices)],
            Groups = GroupCosts(month, use, terms),
            Days = days,
            UnknownModels = terms.ModelPrices is not null
                ? []
                :
                [
                    .. month
                        .Days.SelectMany(day => day.Tokens)
                        .Where(tokens => TokenCount.Of([tokens]).All > 0)
                        .Select(tokens => tokens.Model)
                        .Distinct(StringComparer.Ordinal)
                        .Where(model => ModelPriceTable.Find(model) is null)
                        .Order(StringComparer.Ordinal),
                ],
        };
    }

    private static IReadOnlyList<GroupCost> GroupCosts(LedgerMonth month, CloudUse use, CostTerms terms) =>
        [
            .. month
                .Days.GroupBy(day => day.GroupFolder, StringComparer.Ordinal)
                .Select(days =>
                {
                    var (runs, duration) = (days.Sum(day => day.Runs), days.Aggregate(TimeSpan.Zero, (sum, day) => sum + day.Duration));
                    var own = UseOfRuns.Of(runs, duration, month.Part);
                    return new GroupCost(
                        days.Key,
                        runs,
                        days.Sum(day => day.Failed),
                        (long)duration.TotalMilliseconds,
                        TokenCount.Of(days.SelectMany(day => day.Tokens)),
                        terms.IsBilled ? use.Units.Keys.Where(item => use[item] > 0).Sum(item => use.CostOf(item) * own[item] / use[item]) : 0,
                        days.Sum(day => day.Tokens.Sum(tokens => TokenCost.Of(tokens, terms.ModelPrices)))
                    );
                })
                .OrderByDescending(group => group.CloudflareUsd + group.ModelUsd)
                .ThenByDescending(group => group.Runs)
                .ThenBy(group => group.GroupFolder, StringComparer.Ordinal),
        ];
}
