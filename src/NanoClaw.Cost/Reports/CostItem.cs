namespace NanoClaw.Cost.Reports;

/// <summary>One line of a bill.</summary>
/// <param name="Bill"><c>cloudflare</c> or <c>model</c>.</param>
/// <param name="Item">What is counted.</param>
/// <param name="Model">Of a model's line, its name; empty where runs did not tell it.</param>
/// <param name="Unit">In what it is counted; empty where the name says it.</param>
/// <param name="Used">Units of the month so far.</param>
/// <param name="Projected">Units of the whole month at the same rate.</param>
/// <param name="Included">Of them, what the plan has.</param>
/// <param name="UsdPerUnit">For each unit more.</param>
/// <param name="SoFarUsd">What that costs.</param>
/// <param name="ProjectedUsd">What it will have cost.</param>
public sealed record CostItem(
    string Bill,
    string Item,
    string? Model,
    string Unit,
    decimal Used,
    decimal Projected,
    decimal Included,
    decimal UsdPerUnit,
    decimal SoFarUsd,
    decimal ProjectedUsd
)
{
    public const string Cloudflare = "cloudflare";
    public const string OfModel = "model";
}
