using NanoClaw.Pricing;
using NanoClaw.Store;

namespace NanoClaw.Cli.Administration;

/// <summary>What a model read and wrote in a run, each token in one of the kinds by which providers bill them.</summary>
/// <param name="Model">Its name; null where the run did not tell it.</param>
/// <param name="Fresh">Read without the provider's cache.</param>
/// <param name="CacheRead">Read from it.</param>
/// <param name="CacheWrite">Read, and written to it.</param>
/// <param name="Output">Written by the model.</param>
/// <param name="Usd">What they cost; null where the model's price is not known.</param>
internal sealed record RunTokens(string? Model, long Fresh, long CacheRead, long CacheWrite, long Output, decimal? Usd)
{
    /// <summary>One of each model that was asked.</summary>
    /// <param name="usage">What the run used in all.</param>
    /// <param name="shares">What each model did of it, where several were asked.</param>
    /// <param name="prices">In the place of the table's.</param>
    public static IReadOnlyList<RunTokens> Of(RunUsage usage, IReadOnlyList<ModelShare> shares, ModelPrice? prices) =>
        shares.Count > 0
            ? [.. shares.Select(share => Of(share.Model, share.InputTokens, share.CacheReadTokens, share.CacheWriteTokens, share.OutputTokens, prices))]
            : [Of(usage.Model, usage.InputTokens, usage.CacheReadTokens, usage.CacheWriteTokens, usage.OutputTokens, prices)];

    private static RunTokens Of(string? model, long input, long cacheRead, long cacheWrite, long output, ModelPrice? prices)
    {
        var fresh = Math.Max(0, input - cacheRead - cacheWrite);
        var price = prices ?? (model is null ? null : ModelPriceTable.Find(model)?.Price);
        var isUnused = fresh + cacheRead + cacheWrite + output == 0;
        return new(model, fresh, cacheRead, cacheWrite, output, isUnused ? 0 : price?.CostOf(fresh, cacheRead, cacheWrite, output));
    }
}
