using NanoClaw.Pricing;
using NanoClaw.Store;

namespace NanoClaw.Cost.Reports;

/// <summary>What tokens cost: each kind at its model's price. A model whose price is not known counts as the dearest that is.</summary>
public static class TokenCost
{
    public static decimal Of(ModelUse use, ModelPrice? forAll)
    {
        ArgumentNullException.ThrowIfNull(use);
        return ModelPriceTable.PriceOf(use.Model, forAll).CostOf(Math.Max(0, use.FreshTokens), use.CacheReadTokens, use.CacheWriteTokens, use.OutputTokens);
    }
}
