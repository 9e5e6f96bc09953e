using NanoClaw.Pricing;

namespace NanoClaw.Cost.Reports;

/// <summary>By what a month is reckoned.</summary>
/// <param name="IsBilled">Whether runs are on Cloudflare's bill: on Workers Free, and in containers at home, they are not.</param>
/// <param name="ModelPrices">Takes the place of the table's, for all models.</param>
/// <param name="SavingFromUsd">The projection from which on the budget saves.</param>
/// <param name="StopAtUsd">The bill so far from which on it stops.</param>
public sealed record CostTerms(bool IsBilled, ModelPrice? ModelPrices, decimal SavingFromUsd, decimal StopAtUsd)
{
    /// <summary>What the bill stays below: the budget stops a little before it, for what is under way.</summary>
    public decimal LimitUsd => Math.Ceiling(StopAtUsd);
}
