using NanoClaw.Store;

namespace NanoClaw.Cost.Reports;

/// <summary>Tokens by the kinds that have a price of their own.</summary>
/// <param name="Fresh">Read without the provider's cache.</param>
/// <param name="CacheRead">Read from it.</param>
/// <param name="CacheWrite">Read, and written to it.</param>
/// <param name="Output">Written by the model.</param>
public sealed record TokenCount(long Fresh, long CacheRead, long CacheWrite, long Output)
{
    public long All => Fresh + CacheRead + CacheWrite + Output;

    public static TokenCount Of(IEnumerable<ModelUse> uses) =>
        uses.Aggregate(
            new TokenCount(0, 0, 0, 0),
            // A run that told less read than came from the cache is no credit.
            (sum, use) =>
                new(
                    sum.Fresh + Math.Max(0, use.FreshTokens),
                    sum.CacheRead + use.CacheReadTokens,
                    sum.CacheWrite + use.CacheWriteTokens,
                    sum.Output + use.OutputTokens
                )
        );
}
