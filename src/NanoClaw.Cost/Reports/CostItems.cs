using NanoClaw.Cost.Ledger;
using NanoClaw.Pricing;

namespace NanoClaw.Cost.Reports;

/// <summary>The lines of both bills.</summary>
internal static class CostItems
{
    private const decimal Million = 1_000_000m;

    public static IEnumerable<CostItem> OfCloud(CloudUse use, decimal factor, bool isBilled)
    {
        if (isBilled)
        {
            yield return new(
                CostItem.Cloudflare,
                "Workers Paid",
                null,
                "month",
                1,
                1,
                0,
                PriceTable.SubscriptionUsd,
                PriceTable.SubscriptionUsd,
                PriceTable.SubscriptionUsd
            );
        }

        var month = use.Times(factor);
        foreach (var price in PriceTable.Rows.Where(price => use.Units.ContainsKey(price.Item)))
        {
            yield return new(
                CostItem.Cloudflare,
                price.Name,
                null,
                price.Unit,
                use[price.Item],
                month[price.Item],
                price.Included,
                price.UsdPerUnit,
                isBilled ? use.CostOf(price.Item) : 0,
                isBilled ? month.CostOf(price.Item) : 0
            );
        }
    }

    public static IEnumerable<CostItem> OfTokens(LedgerMonth month, decimal factor, ModelPrice? forAll) =>
        month
            .Days.SelectMany(day => day.Tokens)
            .GroupBy(use => use.Model, StringComparer.Ordinal)
            .OrderBy(uses => uses.Key, StringComparer.Ordinal)
            .SelectMany(uses =>
            {
                var count = TokenCount.Of(uses);
                return OfModel(uses.Key, count.Fresh, count.CacheRead, count.CacheWrite, count.Output, factor, ModelPriceTable.PriceOf(uses.Key, forAll));
            })
            .Where(item => item.Used > 0);

    public static IEnumerable<CostItem> OfModel(
        string model,
        decimal fresh,
        decimal cacheRead,
        decimal cacheWrite,
        decimal output,
        decimal factor,
        ModelPrice price
    )
    {
        yield return Line("fresh", fresh, price.Fresh);
        yield return Line("cache read", cacheRead, price.CacheRead);
        yield return Line("cache write", cacheWrite, price.CacheWrite);
        yield return Line("output", output, price.Output);

        CostItem Line(string kind, decimal count, decimal usdPerMillion) =>
            new(
                CostItem.OfModel,
                kind,
                model,
                "tokens",
                count,
                count * factor,
                0,
                usdPerMillion / Million,
                count * usdPerMillion / Million,
                count * factor * usdPerMillion / Million
            );
    }
}
