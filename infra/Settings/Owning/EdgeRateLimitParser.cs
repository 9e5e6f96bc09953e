using NanoClaw.Edge.Plans;

namespace NanoClaw.Infra.Settings.Owning;

/// <summary>Reads how often an address may call, and holds it against the plan where this stack declares it.</summary>
internal static class EdgeRateLimitParser
{
    public static EdgeRateLimit Read(SettingsReader reader, PlanCapabilities plan, bool isOwner)
    {
        var limit = new EdgeRateLimit(
            reader.Integer(SettingKeys.EdgeRateLimit, 1, 1_000_000, "requests"),
            reader.Integer(SettingKeys.EdgeRateLimitPeriod, 1, 86_400, "seconds"),
            reader.Integer(SettingKeys.EdgeRateLimitTimeout, 0, 86_400, "seconds")
        );
        if (!isOwner)
        {
            return limit;
        }

        // One sentence for each of the two keys, so that both mistakes show at once.
        if (plan.RateLimits.RefusalOf(limit.PeriodSeconds, plan.RateLimits.MinMitigationTimeout) is { } period)
        {
            reader.Refuse(
                SettingKeys.EdgeRateLimitPeriod,
                $"on the {plan.Name} plan {period}",
                $"Set one of these, or {SettingKeys.ZonePlan} to the plan the zone is on"
            );
        }

        if (plan.RateLimits.RefusalOf(plan.RateLimits.Periods[0], limit.TimeoutSeconds) is { } timeout)
        {
            reader.Refuse(
                SettingKeys.EdgeRateLimitTimeout,
                $"on the {plan.Name} plan {timeout}",
                $"Change it, or {SettingKeys.ZonePlan} to the plan the zone is on"
            );
        }

        return limit;
    }
}
