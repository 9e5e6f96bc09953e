namespace NanoClaw.Edge.Prices;

/// <summary>One line of Cloudflare's bill: so much is in the plan, the rest is paid by the unit.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Included">Units a month in the plan.</param>
/// <param name="UsdPerUnit">For each unit more.</param>
/// <param name="Source">Where the numbers are from.</param>
public sealed record Price(string Name, decimal Included, decimal UsdPerUnit, string Source)
{
    public decimal CostOf(decimal units) => Math.Max(0, units - Included) * UsdPerUnit;
}
