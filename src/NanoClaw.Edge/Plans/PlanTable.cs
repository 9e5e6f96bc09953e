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

    private static readonly string[] _actions = ["block", "challenge", "js_challenge", "managed_challenge", "skip"];

    private static readonly string[] _freeFields = ["http.request.uri.path", "cf.client.bot"];
    private static readonly string[] _proFields = [.. _freeFields, "http.host", "http.request.uri", "http.request.full_uri", "http.request.uri.query"];
    private static readonly string[] _businessFields = [.. _proFields, "http.request.method", "ip.src", "http.user_agent"];
    private static readonly string[] _enterpriseFields = [.. _businessFields, "http.request.headers", "http.request.headers.names", "http.request.headers.values", "http.cookie", "http.referer"];
    private static readonly string[] _advancedFields = [.. _enterpriseFields, "http.request.body.raw", "http.request.body.form", "http.request.body.mime", "http.request.body.size"];

    private static readonly string[] _byIp = ["cf.colo.id", "ip.src"];
    private static readonly string[] _byIpAndNat = [.. _byIp, "cf.unique_visitor_id"];

    // Families such as headers carry a name in brackets: they end in '['.
    private static readonly string[] _advancedCharacteristics =
    [
        .. _byIpAndNat, "http.request.headers[", "http.request.cookies[", "http.request.uri.args[", "http.host", "http.request.uri.path",
        "ip.src.asnum", "ip.src.country", "cf.bot_management.ja3_hash", "cf.bot_management.ja4",
        "http.request.body.form[", "lookup_json_string(http.request.body.raw,", "http.request.jwt.claims[", "lower(", "substring(", "concat(",
    ];

    private static readonly PlanCapabilities _free = Create(ZonePlan.Free, customRules: 5, rateLimits: 1, maxPeriod: 10, maxTimeout: 10, _byIp, _freeFields);
    private static readonly PlanCapabilities _pro = Create(ZonePlan.Pro, customRules: 20, rateLimits: 2, maxPeriod: 60, maxTimeout: 3_600, _byIp, _proFields);
    private static readonly PlanCapabilities _business = Create(ZonePlan.Business, customRules: 100, rateLimits: 5, maxPeriod: 600, maxTimeout: 86_400, _byIpAndNat, _businessFields);
    private static readonly PlanCapabilities _enterprise = Create(ZonePlan.Enterprise, customRules: 1_000, rateLimits: 100, maxPeriod: 65_535, maxTimeout: 86_400, _byIpAndNat, _enterpriseFields);
    private static readonly PlanCapabilities _advanced =
        Create(ZonePlan.Enterprise, customRules: 1_000, rateLimits: 100, maxPeriod: 65_535, maxTimeout: 86_400, _advancedCharacteristics, _advancedFields) with { AdvancedRateLimiting = true };

    /// <summary>What a zone on this plan may hold.</summary>
    /// <exception cref="ArgumentException">Advanced Rate Limiting was asked for below Enterprise.</exception>
    public static PlanCapabilities For(ZonePlan plan, bool advancedRateLimiting = false) => (plan, advancedRateLimiting) switch
    {
        (ZonePlan.Enterprise, true) => _advanced,
        (_, true) => throw new ArgumentException($"Advanced Rate Limiting is an add-on of the enterprise plan; this zone is on {NameOf(plan)}.", nameof(advancedRateLimiting)),
        (ZonePlan.Free, _) => _free,
        (ZonePlan.Pro, _) => _pro,
        (ZonePlan.Business, _) => _business,
        (ZonePlan.Enterprise, _) => _enterprise,
        _ => throw new ArgumentOutOfRangeException(nameof(plan), plan, "No such plan."),
    };

    /// <summary>The plan's name in the configuration.</summary>
    public static string NameOf(ZonePlan plan) => plan switch
    {
        ZonePlan.Free => "free",
        ZonePlan.Pro => "pro",
        ZonePlan.Business => "business",
        ZonePlan.Enterprise => "enterprise",
        _ => throw new ArgumentOutOfRangeException(nameof(plan), plan, "No such plan."),
    };

    private static PlanCapabilities Create(
        ZonePlan plan, int customRules, int rateLimits, int maxPeriod, int maxTimeout, string[] characteristics, string[] fields) => new()
        {
            Plan = plan,
            CustomRules = new()
            {
                MaxRules = customRules,
                RegularExpressions = plan >= ZonePlan.Business,
                CustomResponse = plan >= ZonePlan.Pro,
                Actions = (plan >= ZonePlan.Enterprise ? [.. _actions, "log"] : _actions).ToFrozenSet(),
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
