using NanoClaw.Cost.Comparing;
using NanoClaw.Cost.Reports;
using NanoClaw.Cost.WhatIf;

namespace NanoClaw.Cli.Costing;

/// <summary>What <c>nanoclaw cost</c> tells.</summary>
/// <param name="Month">The month by the ledger.</param>
/// <param name="Measured">The same as Cloudflare measured it; null where it was not asked.</param>
/// <param name="WhatIf">A month that is only assumed; null where nothing is.</param>
internal sealed record CostAnswer(CostReport Month, MeasuredCost? Measured, WhatIfReport? WhatIf);

/// <param name="LedgerUsd">The bill so far as the ledger reckons it.</param>
/// <param name="CloudflareUsd">By what Cloudflare measured; what it did not tell counts as the ledger has it.</param>
/// <param name="CloudflareProjectedUsd">The same at the end of the month.</param>
/// <param name="Items">Each item that either knows of.</param>
/// <param name="Troubles">What Cloudflare did not tell, and why.</param>
internal sealed record MeasuredCost(
    decimal LedgerUsd,
    decimal CloudflareUsd,
    decimal CloudflareProjectedUsd,
    IReadOnlyList<ComparedItem> Items,
    IReadOnlyList<TroubleEntry> Troubles
);

/// <param name="Dataset">As Cloudflare names it.</param>
/// <param name="Failure"><c>token</c>, <c>permission</c>, <c>plan</c>, <c>tooOld</c>, <c>limited</c>, <c>changed</c> or <c>unavailable</c>.</param>
/// <param name="Unknown">What is not known therefore.</param>
/// <param name="Text">What that means, and what cures it.</param>
internal sealed record TroubleEntry(string Dataset, string Failure, IReadOnlyList<string> Unknown, string Text);
