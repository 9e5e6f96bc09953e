namespace NanoClaw.Pricing;

/// <summary>One line of Cloudflare's bill: so much is in the plan, the rest is paid by the unit.</summary>
/// <param name="Item">What is counted.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Unit">In what it is counted; empty where the name says it.</param>
/// <param name="Included">Units a month in Workers Paid.</param>
/// <param name="UsdPerUnit">For each unit more.</param>
/// <param name="Free">What an account without the subscription has of it.</param>
/// <param name="Source">Where the numbers are from.</param>
/// <param name="AsOf">When they were looked up.</param>
public sealed record Price(CloudItem Item, string Name, string Unit, decimal Included, decimal UsdPerUnit, string Free, string Source, DateOnly AsOf)
{
    /// <summary>What a month with so many units costs in USD, beside the subscription.</summary>
    public decimal CostOf(decimal units) => Math.Max(0, units - Included) * UsdPerUnit;
}
