using NanoClaw.Cost.Ledger;
using NanoClaw.Pricing;

namespace NanoClaw.Cost.Comparing;

/// <summary>The ledger's month beside what Cloudflare measured: item by item, and where they differ, why.</summary>
/// <param name="LedgerUsd">The bill so far as the ledger reckons it.</param>
/// <param name="CloudflareUsd">The bill so far by what Cloudflare measured; what it did not tell counts as the ledger has it.</param>
/// <param name="CloudflareProjectedUsd">The same at the end of the month.</param>
/// <param name="Items">Each item that either knows of.</param>
public sealed record Comparison(decimal LedgerUsd, decimal CloudflareUsd, decimal CloudflareProjectedUsd, IReadOnlyList<ComparedItem> Items)
{
    /// <summary>Analytics are sampled, and some minutes late.</summary>
    private const decimal Tolerance = 0.05m;

    public static Comparison Of(LedgerMonth month, MeasuredUse measured, bool isBilled)
    {
        ArgumentNullException.ThrowIfNull(month);
        ArgumentNullException.ThrowIfNull(measured);
        var ledger = month.Use();
        var both = new CloudUse(ledger.Units.Concat(measured.Units).GroupBy(unit => unit.Key).ToDictionary(unit => unit.Key, unit => unit.Last().Value));
        return new(
            isBilled ? ledger.BillUsd : 0,
            isBilled ? both.BillUsd : 0,
            isBilled ? both.Times(month.Period.FactorAt(month.At)).BillUsd : 0,
            [.. PriceTable.Rows.Select(price => Compare(price, ledger.Units, measured, isBilled)).OfType<ComparedItem>()]
        );
    }

    private static ComparedItem? Compare(Price price, IReadOnlyDictionary<CloudItem, decimal> ledger, MeasuredUse measured, bool isBilled)
    {
        decimal? own = ledger.TryGetValue(price.Item, out var reckoned) ? reckoned : null;
        decimal? theirs = measured.Units.TryGetValue(price.Item, out var counted) ? counted : null;
        // Of what the ledger does not reckon, such as D1, only a use is worth a line.
        if (own is null && theirs is null or 0)
        {
            return null;
        }

        var differs = theirs is not null && Math.Abs((own ?? 0) - theirs.Value) > Tolerance * Math.Max(own ?? 0, theirs.Value);
        return new(
            price.Item,
            price.Name,
            price.Unit,
            own,
            theirs,
            Usd(own),
            Usd(theirs),
            differs,
            differs ? Explanation.Of(price.Item, own ?? 0, theirs!.Value, measured.RequestsByWorker) : null
        );

        decimal? Usd(decimal? units) =>
            units is null ? null
            : isBilled ? price.CostOf(units.Value)
            : 0;
    }
}
