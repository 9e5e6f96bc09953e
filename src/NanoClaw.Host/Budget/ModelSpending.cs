using NanoClaw.Cost.Reports;
using NanoClaw.Store;

namespace NanoClaw.Host.Budget;

/// <summary>
/// What the model cost in a month, in USD, from this process's own ledger: an estimate on the safe side. A model whose
/// price is not known counts as the dearest that is; runs that were cut off before they told what they used are not in it.
/// </summary>
public sealed record ModelSpending(decimal SoFarUsd, decimal ProjectedUsd, IReadOnlyDictionary<string, decimal> ByGroupUsd)
{
    public static async Task<ModelSpending> ReadAsync(
        IStore store,
        ModelBudgetOptions options,
        DateTimeOffset from,
        DateTimeOffset before,
        decimal factor,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        var byGroup = (await store.Runs.SumTokensAsync(from, before, cancellationToken))
            .GroupBy(use => use.GroupFolder, StringComparer.Ordinal)
            .ToDictionary(uses => uses.Key, uses => uses.Sum(use => TokenCost.Of(use, options.Prices)), StringComparer.Ordinal);
        var soFar = byGroup.Values.Sum();
        return new(soFar, soFar * factor, byGroup);
    }
}
