namespace NanoClaw.Cost.Reports;

/// <summary>What one group's part of the month is.</summary>
/// <param name="GroupFolder">The group.</param>
/// <param name="Runs">Runs that began.</param>
/// <param name="Failed">Of them, those that failed.</param>
/// <param name="DurationMs">How long they took, all in all.</param>
/// <param name="Tokens">What they had models read and write.</param>
/// <param name="CloudflareUsd">Its part of what goes beyond the plan, by what it used of each item; the subscription is nobody's.</param>
/// <param name="ModelUsd">What its tokens cost.</param>
public sealed record GroupCost(string GroupFolder, long Runs, long Failed, long DurationMs, TokenCount Tokens, decimal CloudflareUsd, decimal ModelUsd);
