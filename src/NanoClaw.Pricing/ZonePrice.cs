namespace NanoClaw.Pricing;

/// <summary>What a zone's plan costs.</summary>
/// <param name="Plan">The plan, as <c>zonePlan</c> has it.</param>
/// <param name="UsdPerMonth">Billed by the month.</param>
/// <param name="Source">Where the number is from.</param>
/// <param name="AsOf">When it was looked up.</param>
public sealed record ZonePrice(string Plan, decimal UsdPerMonth, string Source, DateOnly AsOf);
