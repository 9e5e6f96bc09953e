namespace NanoClaw.Cost.Reports;

/// <summary>What one day added, by UTC.</summary>
/// <param name="Day">The day.</param>
/// <param name="Runs">Runs that began.</param>
/// <param name="Failed">Of them, those that failed.</param>
/// <param name="Tokens">What they had models read and write.</param>
/// <param name="CloudflareUsd">What it added to Cloudflare's bill; the subscription was there before the first.</param>
/// <param name="ModelUsd">What its tokens cost.</param>
/// <param name="CloudflareSoFarUsd">Cloudflare's bill at its end, with the subscription.</param>
/// <param name="ModelSoFarUsd">The model's bill at its end.</param>
public sealed record DayCost(
    DateOnly Day,
    long Runs,
    long Failed,
    TokenCount Tokens,
    decimal CloudflareUsd,
    decimal ModelUsd,
    decimal CloudflareSoFarUsd,
    decimal ModelSoFarUsd
);
