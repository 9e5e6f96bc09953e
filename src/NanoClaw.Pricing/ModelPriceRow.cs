namespace NanoClaw.Pricing;

/// <summary>One row: a model's name, or how the names of its versions begin.</summary>
/// <param name="Name">Without the provider's name before it.</param>
/// <param name="Price">What it costs.</param>
/// <param name="Source">Where the numbers are from.</param>
/// <param name="AsOf">When they were looked up.</param>
public sealed record ModelPriceRow(string Name, ModelPrice Price, string Source, DateOnly AsOf);
