using NanoClaw.Deployment.Cloudflare;

namespace NanoClaw.Deployment.Setup.Surveying;

/// <summary>What is there already, of all that a first update depends on.</summary>
internal sealed record Survey
{
    /// <summary>The Zero Trust team.</summary>
    public required TeamAnswer Team { get; init; }

    /// <summary>The account's subdomain of workers.dev; null where none is registered.</summary>
    public required string? WorkersSubdomain { get; init; }

    /// <summary>The zone's entry-point rulesets; null where the token may not see them.</summary>
    public required IReadOnlyList<Ruleset>? Rulesets { get; init; }
}
