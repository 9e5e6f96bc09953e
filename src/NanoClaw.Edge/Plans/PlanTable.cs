using System.Collections.Frozen;

namespace NanoClaw.Edge.Plans;

/// <summary>
/// The one place for what Cloudflare's plans allow. Read in November 2026 from
/// <see href="https://developers.cloudflare.com/waf/custom-rules/">custom rules</see>,
/// <see href="https://developers.cloudflare.com/waf/rate-limiting-rules/">rate limiting rules</see>,
/// <see href="https://developers.cloudflare.com/waf/rate-limiting-rules/parameters/">their parameters</see>,
/// <see href="https://developers.cloudflare.com/waf/managed-rules/">managed rules</see> and
/// <see href="https://developers.cloudflare.com/notifications/notification-available/">notifications</see>.
/// </summary>
public static class PlanTable
{
    /// <summary>Every period a rate limit may have on some plan, in seconds.</summary>
    public static IReadOnlyList<int> AllPeriods { get; } =
    [10, 15, 20, 30, 40, 45, 60, 90, 120, 180, 240, 300, 480, 600, 900, 1200, 1800, 2400, 3600, 65_535, 86_400];

    private static readonly string[] Actions = ["block", "challenge", "js_challenge", "managed_challenge", "skip"];

    private static readonly string[] FreeFields = ["http.request.uri.path", "cf.client.bot"];
    private static readonly string[] ProFields = [.. FreeFields, "http.host", "http.request.uri", "http.request.full_uri", "http.request.uri.query"];
    private static readonly string[] BusinessFields = [.. ProFields, "http.request.method", "ip.src", "http.user_agent"];
    private static readonly string[] EnterpriseFields =
    [
        .. BusinessFields,
        "http.request.headers",
        "http.request.headers.names",
        "http.request.headers.values",
        "http.cookie",
        "http.referer",
    ];
    private static readonly string[] AdvancedFields =
    [
        .. EnterpriseFields,
        "http.request.body.raw",
        "http.request.body.form",
        "http.request.body.mime",
        "http.request.body.size",
    ];

    private static readonly string[] ByIp = ["cf.colo.id", "ip.src"];
    private static readonly string[] ByIpAndNat = [.. ByIp, "cf.unique_visitor_id"];

    // Families such as headers carry a name in brackets: they end in '['.
    private static readonly string[] AdvancedCharacteristics =
    [
        .. ByIpAndNat,
        "http.request.headers[",
        "http.request.cookies[",
        "http.request.uri.args[",
        "http.host",
        "http.request.uri.path",
        "ip.src.asnum",
        "ip.src.country",
        "cf.bot_management.ja3_hash",
        "cf.bot_management.ja4",
        "http.request.body.form[",
        "lookup_json_string(http.request.body.raw,",
        "http.request.jwt.claims[",
        "lower(",
        "substring(",
        "concat(",
    ];

    private static readonly PlanCapabilities Free = Create(ZonePlan.Free, customRules: 5, rateLimits: 1, maxPeriod: 10, maxTimeout: 10, ByIp, FreeFields);
    private static readonly PlanCapabilities Pro = Create(ZonePlan.Pro, customRules: 20, rateLimits: 2, maxPeriod: 60, maxTimeout: 3_600, ByIp, ProFields);
    private static readonly PlanCapabilities Business = Create(
        ZonePlan.Business,
        customRules: 100,
        rateLimits: 5,
        maxPeriod: 600,
        maxTimeout: 86_400,
        ByIpAndNat,
        BusinessFields
    );
    private static readonly PlanCapabilities Enterprise = Create(
        ZonePlan.Enterprise,
        customRules: 1_000,
        rateLimits: 100,
        maxPeriod: 65_535,
        maxTimeout: 86_400,
        ByIpAndNat,
        EnterpriseFields
    );
    private static readonly PlanCapabilities Advanced = Create(
        ZonePlan.Enterprise,
        customRules: 1_000,
        rateLimits: 100,
        maxPeriod: 65_535,
        maxTimeout: 86_400,
        AdvancedCharacteristics,
        AdvancedFields
    ) with
    {
        AdvancedRateLimiting = true,
    };

    /// <summary>What a zone on this plan may hold.</summary>
    /// <exception cref="ArgumentException">Advanced Rate Limiting was asked for below Enterprise.</exception>
    public static PlanCapabilities For(ZonePlan plan, bool advancedRateLimiting = false) =>
        (plan, advancedRateLimiting) switch
        {
            (ZonePlan.Enterprise, true) => Advanced,
            (_, true) => throw new ArgumentException(
                $"Advanced Rate Limiting is an add-on of the enterprise plan; this zone is on {NameOf(plan)}.",
                nameof(advancedRateLimiting)
            ),
            (ZonePlan.Free, _) => Free,
            (ZonePlan.Pro, _) => Pro,
            (ZonePlan.Business, _) => Business,
            (ZonePlan.Enterprise, _) => Enterprise,
            _ => throw new ArgumentOutOfRangeException(nameof(plan), plan, "No such plan."),
        };

    /// <summary>The plan's name in the configuration.</summary>
    public static string NameOf(ZonePlan plan) =>
        plan switch
        {
            ZonePlan.Free => "free",
            ZonePlan.Pro => "pro",
            ZonePlan.Business => "business",
            ZonePlan.Enterprise => "enterprise",
            _ => throw new ArgumentOutOfRangeException(nameof(plan), plan, "No such plan."),
        };

    private static PlanCapabilities Create(
        ZonePlan plan,
        int customRules,
        int rateLimits,
        int maxPeriod,
        int maxTimeout,
        string[] characteristics,
        string[] fields
    ) =>
        new()
        {
            Plan = plan,
            CustomRules = new()
            {
                MaxRules = customRules,
                RegularExpressions = plan >= ZonePlan.Business,
                CustomResponse = plan >= ZonePlan.Pro,
                Actions = (plan >= ZonePlan.Enterprise ? [.. Actions, "log"] : Actions).ToFrozenSet(),
            },
            RateLimits = new()
            {
                MaxRules = rateLimits,
                Periods = [.. AllPeriods.Where(p => p <= maxPeriod)],
                MinMitigationTimeout = 10,
                MaxMitigationTimeout = maxTimeout,
                Characteristics = characteristics.ToFrozenSet(),
                Fields = fields.ToFrozenSet(),
            },
            DeployableRulesets = plan == ZonePlan.Free ? [] : [ManagedRuleset.Cloudflare, ManagedRuleset.OwaspCore],
            UsageAlerts = plan >= ZonePlan.Pro,
        };
}
