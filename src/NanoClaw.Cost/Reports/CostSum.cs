namespace NanoClaw.Cost.Reports;

/// <summary>A bill in USD.</summary>
/// <param name="SoFarUsd">Of the month so far.</param>
/// <param name="ProjectedUsd">Of the whole month, at the same rate.</param>
public sealed record CostSum(decimal SoFarUsd, decimal ProjectedUsd);
