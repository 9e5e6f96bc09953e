using NanoClaw.Pricing;

namespace NanoClaw.Cost;

/// <summary>Units of what Cloudflare bills, in a month or a part of one.</summary>
public sealed record CloudUse(IReadOnlyDictionary<CloudItem, decimal> Units)
{
    public decimal this[CloudItem item] => Units.GetValueOrDefault(item);

    /// <summary>The whole bill in USD: the subscription, and what goes beyond it.</summary>
    public decimal BillUsd => PriceTable.SubscriptionUsd + Units.Keys.Sum(CostOf);

    /// <summary>The same at another rate.</summary>
    public CloudUse Times(decimal factor) => new(Units.ToDictionary(unit => unit.Key, unit => unit.Value * factor));

    /// <summary>What one item costs in USD, beside the subscription.</summary>
    public decimal CostOf(CloudItem item) => PriceTable.Of(item).CostOf(this[item]);
}
