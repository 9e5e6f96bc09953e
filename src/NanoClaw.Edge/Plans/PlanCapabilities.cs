namespace NanoClaw.Edge.Plans;

/// <summary>What one plan lets a zone hold.</summary>
public sealed record PlanCapabilities
{
    public required ZonePlan Plan { get; init; }

    /// <summary>Enterprise with the Advanced Rate Limiting add-on.</summary>
    public bool AdvancedRateLimiting { get; init; }

    public required CustomRuleCapabilities CustomRules { get; init; }

    public required RateLimitCapabilities RateLimits { get; init; }

    /// <summary>Managed rulesets that a stack may deploy; empty where Cloudflare deploys its own.</summary>
    public required IReadOnlyList<ManagedRuleset> DeployableRulesets { get; init; }

    /// <summary>Whether the account gets usage alerts (<c>billing_usage_alert</c>).</summary>
    public required bool UsageAlerts { get; init; }

    /// <summary>The plan as people and the configuration write it: <c>free</c>, <c>pro</c>, ...</summary>
    public string Name => PlanTable.NameOf(Plan);
}
