using NanoClaw.Edge.Plans;

namespace NanoClaw.Infra.Settings;

/// <summary>Which settings change nothing as the others stand: so that nobody relies on one that is not looked at.</summary>
public static class IdleSettings
{
    private static readonly (string Key, Func<Func<string, string>, string?> WhyIdle)[] Table =
    [
        (
            SettingKeys.AdminReadsConversations,
            get => IsEmpty(get(SettingKeys.AdminEmails)) ? $"there is no page to read them on, since {SettingKeys.AdminEmails} is empty" : null
        ),
        (
            SettingKeys.MonthlyBudgetUsd,
            get =>
                !IsEmpty(get(SettingKeys.AdminEmails)) ? null
                : IsEmpty(get(SettingKeys.AlertEmails)) ? $"nobody is mailed, since {SettingKeys.AlertEmails} is empty"
                : HasUsageAlerts(get) ? null
                : $"usage alerts need the zone plan pro or higher, and {SettingKeys.ZonePlan} is {get(SettingKeys.ZonePlan)}; the budget at home is BUDGET_STOP_AT"
        ),
        (SettingKeys.RequireCredentialHeaders, OwnersAlone),
        (SettingKeys.ExtraRules, OwnersAlone),
        (SettingKeys.AgentDomain, OwnersAlone),
        (SettingKeys.AdvancedRateLimiting, OwnersAlone),
        (SettingKeys.EdgeRateLimit, OwnersAlone),
        (SettingKeys.EdgeRateLimitPeriod, OwnersAlone),
        (SettingKeys.EdgeRateLimitTimeout, OwnersAlone),
        (SettingKeys.ManagedRules, OwnersAlone),
        (SettingKeys.ZoneSettings, OwnersAlone),
        (SettingKeys.HstsMaxAgeSeconds, get => OwnersAlone(get) ?? Unless(get, SettingKeys.ZoneSettings, "true")),
        (SettingKeys.HstsIncludeSubdomains, get => OwnersAlone(get) ?? Unless(get, SettingKeys.ZoneSettings, "true")),
        (
            SettingKeys.StorageLocation,
            get =>
                get(SettingKeys.D1) == "true" || get(SettingKeys.R2) == "true"
                    ? null
                    : $"there is nothing to place: neither {SettingKeys.D1} nor {SettingKeys.R2} is true"
        ),
        (SettingKeys.AiGatewayToken, get => Unless(get, SettingKeys.AiGateway, "true")),
        (SettingKeys.ModelApiKey, get => get(SettingKeys.ModelProvider) is "workers-ai" or "demo" ? $"{get(SettingKeys.ModelProvider)} takes no key" : null),
        (SettingKeys.KeepPreviousCredentials, get => get(SettingKeys.RotationVersion) == "1" ? "the first generation of credentials has none before it" : null),
    ];

    /// <summary>The keys that the table speaks of.</summary>
    public static IEnumerable<string> Keys => Table.Select(row => row.Key);

    /// <summary>Those of some settings that change nothing.</summary>
    /// <param name="given">The keys that somebody has set.</param>
    /// <param name="get">A key's text, its default where it is not set.</param>
    public static IReadOnlyList<IdleSetting> Among(IEnumerable<string> given, Func<string, string> get)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(get);
        var keys = given.ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Table
                .Where(row => keys.Contains(row.Key))
                .Select(row => (row.Key, Why: row.WhyIdle(get)))
                .Where(row => row.Why is not null)
                .Select(row => new IdleSetting(row.Key, row.Why!)),
        ];
    }

    private static string? OwnersAlone(Func<string, string> get) =>
        get(SettingKeys.ZoneRules) == "member" ? $"only the owner of the zone's rules declares them, and {SettingKeys.ZoneRules} is member" : null;

    private static string? Unless(Func<string, string> get, string key, string value) => get(key) == value ? null : $"{key} is {get(key)}";

    private static bool HasUsageAlerts(Func<string, string> get) =>
        Enum.TryParse<ZonePlan>(get(SettingKeys.ZonePlan), ignoreCase: true, out var plan) && PlanTable.For(plan).UsageAlerts;

    private static bool IsEmpty(string list) => list is "" or "[]";
}
