using System.Text.Json.Serialization;
using NanoClaw.Pricing;

namespace NanoClaw.Cost.Comparing;

/// <summary>One item as both sides have it.</summary>
/// <param name="Item">Which.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Unit">In what it is counted; empty where the name says it.</param>
/// <param name="Ledger">As the ledger reckons it; null where it knows nothing of it.</param>
/// <param name="Cloudflare">As Cloudflare measured it; null where it could not be asked.</param>
/// <param name="LedgerUsd">What the ledger's part costs.</param>
/// <param name="CloudflareUsd">What Cloudflare's costs.</param>
/// <param name="Differs">Whether they are further apart than sampling and a few minutes' delay make them.</param>
/// <param name="Why">What explains it; null where they do not differ.</param>
public sealed record ComparedItem(
    [property: JsonIgnore] CloudItem Item,
    string Name,
    string Unit,
    decimal? Ledger,
    decimal? Cloudflare,
    decimal? LedgerUsd,
    decimal? CloudflareUsd,
    bool Differs,
    string? Why
);
