namespace NanoClaw.Edge.Plans;

/// <summary>Asks a plan about one wish, and says in one sentence why not.</summary>
public static class PlanRules
{
    /// <summary>Null where the plan allows the limit, else the reason with the values that would do.</summary>
    public static string? RefusalOf(this RateLimitCapabilities plan, int periodSeconds, int mitigationTimeoutSeconds)
    {
        if (!plan.Periods.Contains(periodSeconds))
        {
            return $"a period of {periodSeconds} s is not offered: choose {string.Join(", ", plan.Periods)}";
        }

        if (mitigationTimeoutSeconds < plan.MinMitigationTimeout || mitigationTimeoutSeconds > plan.MaxMitigationTimeout)
        {
            return plan.MinMitigationTimeout == plan.MaxMitigationTimeout
                ? $"a mitigation timeout of {mitigationTimeoutSeconds} s is not offered: only {plan.MaxMitigationTimeout} s is"
                : $"a mitigation timeout of {mitigationTimeoutSeconds} s is outside {plan.MinMitigationTimeout} to {plan.MaxMitigationTimeout} s";
        }

        return null;
    }

    /// <summary>Whether requests may be counted by this; families such as <c>http.request.headers["x"]</c> by their stem.</summary>
    public static bool AllowsCharacteristic(this RateLimitCapabilities plan, string characteristic) =>
        plan.Characteristics.Contains(characteristic)
        || plan.Characteristics.Any(stem =>
            (stem.EndsWith('[') || stem.EndsWith(',') || stem.EndsWith('(')) && characteristic.StartsWith(stem, StringComparison.Ordinal)
        );
}
