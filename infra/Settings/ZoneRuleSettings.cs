namespace NanoClaw.Infra.Settings;

/// <summary>What the owner of a zone declares for every environment in it.</summary>
public sealed record ZoneRuleSettings
{
    /// <summary>Every agent hostname of the zone, sorted; the stack's own among them.</summary>
    public required IReadOnlyList<string> Hostnames { get; init; }

    /// <summary>Hostnames under this domain that are not in <see cref="Hostnames"/> are refused; null means under each hostname.</summary>
    public required string? AgentDomain { get; init; }

    /// <summary>Whether a run without its credential headers is cut off before Access.</summary>
    public required bool RequireCredentialHeaders { get; init; }

    /// <summary>Custom rules of the zone that are not the agents'.</summary>
    public required IReadOnlyList<ExtraRule> ExtraRules { get; init; }

    public required EdgeRateLimit RateLimit { get; init; }

    /// <summary>Whether Cloudflare's managed rulesets are deployed.</summary>
    public required bool ManagedRules { get; init; }

    /// <summary>Whether HTTPS, TLS and HSTS are set for the zone.</summary>
    public required bool ZoneSettings { get; init; }

    public required int HstsMaxAgeSeconds { get; init; }

    public required bool HstsIncludeSubdomains { get; init; }
}

/// <summary>How often one IP address may call, at one location of Cloudflare's network.</summary>
/// <param name="Requests">Requests in a period.</param>
/// <param name="PeriodSeconds">The period, in seconds.</param>
/// <param name="TimeoutSeconds">How long the address is blocked afterwards, in seconds.</param>
public sealed record EdgeRateLimit(int Requests, int PeriodSeconds, int TimeoutSeconds);
