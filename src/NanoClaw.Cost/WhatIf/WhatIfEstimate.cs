using NanoClaw.Cost.Ledger;
using NanoClaw.Cost.Reports;
using NanoClaw.Pricing;
using NanoClaw.Store;

namespace NanoClaw.Cost.WhatIf;

/// <summary>Reckons a month that is only assumed, by the same prices and the same arithmetic.</summary>
public static class WhatIfEstimate
{
    public static WhatIfReport Of(LedgerMonth month, WhatIfTerms assumed, CostTerms terms)
    {
        ArgumentNullException.ThrowIfNull(month);
        ArgumentNullException.ThrowIfNull(assumed);
        ArgumentNullException.ThrowIfNull(terms);
        var days = (decimal)month.Period.Days;
        var known = month.Days.SelectMany(day => day.Tokens).ToList();
        var tokens = TokenCount.Of(known);
        var hasTokens = tokens.All > 0 && month.Runs > 0;
        var runsPerDay = assumed.RunsPerDay ?? (month.Runs > 0 ? month.Runs / (days * month.Part) : TypicalRun.RunsPerDay);
        var seconds = assumed.Seconds ?? (month.Runs > 0 ? (decimal)month.Duration.TotalSeconds / month.Runs : TypicalRun.Seconds);
        var groups = assumed.Groups ?? Math.Max(1, month.Groups.Count);
        var (fresh, read, write, output) = (
            assumed.Fresh ?? Mean(tokens.Fresh, TypicalRun.Fresh),
            assumed.CacheRead ?? Mean(tokens.CacheRead, TypicalRun.CacheRead),
            assumed.CacheWrite ?? Mean(tokens.CacheWrite, TypicalRun.CacheWrite),
            assumed.Output ?? Mean(tokens.Output, TypicalRun.Output)
        );
        var runs = runsPerDay * days;
        var use = UseOfRuns.Of(runs, TimeSpan.FromSeconds((double)(runs * seconds)), groups);
        var model = assumed.Model ?? (hasTokens ? null : TypicalRun.Model);
        var items = Tokens(model, known, terms).ToList();
        var cloudflare = terms.IsBilled ? use.BillUsd : 0;
        return new()
        {
            RunsPerDay = runsPerDay,
            SecondsPerRun = seconds,
            Model = model,
            FreshPerRun = fresh,
            CacheReadPerRun = read,
            CacheWritePerRun = write,
            OutputPerRun = output,
            Groups = groups,
            Basis = hasTokens ? "ledger" : "typical",
            CloudflareUsd = cloudflare,
            ModelUsd = items.Sum(item => item.ProjectedUsd),
            Saves = terms.IsBilled && cloudflare >= terms.SavingFromUsd,
            StopsOnDay = terms.IsBilled ? StopsOn(use, (int)days, terms) : null,
            Items = [.. CostItems.OfCloud(use, factor: 1, terms.IsBilled), .. items],
        };

        decimal Mean(long count, decimal typical) => hasTokens ? (decimal)count / month.Runs : typical;

        // Each kind of token is spread over the models as the ledger has that kind.
        IEnumerable<CostItem> Tokens(string? one, IReadOnlyList<ModelUse> uses, CostTerms by) =>
            one is not null
                ? Lines(one, 1, 1, 1, 1, by)
                : uses.GroupBy(use => use.Model, StringComparer.Ordinal)
                    .OrderBy(group => group.Key, StringComparer.Ordinal)
                    .SelectMany(group =>
                    {
                        var own = TokenCount.Of(group);
                        return Lines(
                            group.Key,
                            Share(own.Fresh, tokens.Fresh, own),
                            Share(own.CacheRead, tokens.CacheRead, own),
                            Share(own.CacheWrite, tokens.CacheWrite, own),
                            Share(own.Output, tokens.Output, own),
                            by
                        );
                    });

        // Where the ledger has nothing of a kind, all tokens tell.
        decimal Share(long own, long all, TokenCount count) => all > 0 ? (decimal)own / all : (decimal)count.All / tokens.All;

        IEnumerable<CostItem> Lines(string name, decimal ofFresh, decimal ofRead, decimal ofWrite, decimal ofOutput, CostTerms by) =>
            CostItems
                .OfModel(
                    name,
                    runs * fresh * ofFresh,
                    runs * read * ofRead,
                    runs * write * ofWrite,
                    runs * output * ofOutput,
                    factor: 1,
                    ModelPriceTable.PriceOf(name, by.ModelPrices)
                )
                .Where(item => item.Used > 0);
    }

    /// <summary>The first day at whose end the bill has reached what stops it.</summary>
    private static int? StopsOn(CloudUse use, int days, CostTerms terms)
    {
        for (var day = 1; day <= days; day++)
        {
            if (use.Times((decimal)day / days).BillUsd >= terms.StopAtUsd)
            {
                return day;
            }
        }

        return null;
    }
}
