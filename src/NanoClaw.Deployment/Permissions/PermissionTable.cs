namespace NanoClaw.Deployment.Permissions;

/// <summary>
/// Every permission that the program's resources need, and how each is tried. The names are those of
/// https://developers.cloudflare.com/fundamentals/api/reference/permissions/, the template keys those of
/// https://developers.cloudflare.com/fundamentals/api/how-to/account-owned-token-template/.
/// </summary>
public static class PermissionTable
{
    /// <summary>The phases whose entry-point rulesets the owner of a zone declares, by the name of the resource.</summary>
    public static IReadOnlyList<(string Resource, string Phase)> Phases { get; } =
    [("custom", "http_request_firewall_custom"), ("ratelimit", "http_ratelimit"), ("managed", "http_request_firewall_managed")];

    private const string NoId = "00000000000000000000000000000000";
    private const string NoUuid = "00000000-0000-0000-0000-000000000000";
    private const string NoName = "nanoclaw-setup-probe";

    private static readonly TokenPermission[] Always =
    [
        new(PermissionScope.Account, "Workers Scripts", Edit: true, "the Worker")
        {
            TemplateKey = "workers_scripts",
            Reads = ["accounts/{account}/workers/scripts"],
            Writes = [new(HttpMethod.Post, $"accounts/{{account}}/workers/scripts/{NoName}/subdomain", "{}")],
        },
        new(PermissionScope.Account, "Access: Apps and Policies", Edit: true, "the gate")
        {
            TemplateKey = "access",
            Reads = ["accounts/{account}/access/apps?per_page=1", "accounts/{account}/access/policies?per_page=1"],
            Writes =
            [
                new(HttpMethod.Put, $"accounts/{{account}}/access/apps/{NoUuid}", "{}"),
                new(HttpMethod.Put, $"accounts/{{account}}/access/policies/{NoUuid}", "{}"),
            ],
        },
        new(PermissionScope.Account, "Access: Service Tokens", Edit: true, "the credentials")
        {
            Reads = ["accounts/{account}/access/service_tokens?per_page=1"],
            Writes = [new(HttpMethod.Put, $"accounts/{{account}}/access/service_tokens/{NoUuid}", "{}")],
        },
        new(PermissionScope.Account, "Account Settings", Edit: false, "the provider") { TemplateKey = "account_settings", Reads = ["accounts/{account}"] },
        new(
            PermissionScope.Account,
            "Access: Organizations, Identity Providers, and Groups",
            Edit: false,
            "finding the Zero Trust team; without it you are asked"
        )
        {
            TemplateKey = "access_acct",
            IsOptional = true,
            Reads = ["accounts/{account}/access/organizations"],
        },
        new(PermissionScope.Zone, "Zone", Edit: false, "the custom domain") { TemplateKey = "zone", Reads = ["zones/{zone}"] },
        new(PermissionScope.Zone, "Workers Routes", Edit: true, "the custom domain, the routes to the front and the admin page")
        {
            TemplateKey = "workers_routes",
            Reads = ["zones/{zone}/workers/routes"],
            Writes = [new(HttpMethod.Put, $"zones/{{zone}}/workers/routes/{NoId}", "{}")],
        },
        new(PermissionScope.Zone, "DNS", Edit: true, "the custom domain")
        {
            TemplateKey = "dns",
            Reads = ["zones/{zone}/dns_records?per_page=5"],
            Writes = [new(HttpMethod.Patch, $"zones/{{zone}}/dns_records/{NoId}", "{}")],
        },
    ];

    private static readonly TokenPermission[] OfOwner =
    [
        new(PermissionScope.Zone, "Zone WAF", Edit: true, "the zone's rules")
        {
            Reads = ["zones/{zone}/rulesets", .. Phases.Select(phase => $"zones/{{zone}}/rulesets/phases/{phase.Phase}/entrypoint")],
            // No ruleset can be made of a rule whose action does not exist; the phase decides who may.
            Writes =
            [
                .. Phases.Select(phase => new WriteProbe(
                    HttpMethod.Post,
                    "zones/{zone}/rulesets",
                    $$"""{"name":"{{NoName}}","kind":"zone","phase":"{{phase.Phase}}","rules":[{"action":"nanoclaw_setup_probe","expression":""}]}"""
                )),
            ],
        },
        new(PermissionScope.Zone, "Zone Settings", Edit: true, "HTTPS and TLS of the zone")
        {
            TemplateKey = "zone_settings",
            Reads = ["zones/{zone}/settings/min_tls_version"],
            Writes = [new(HttpMethod.Patch, "zones/{zone}/settings/nanoclaw_setup_probe", "{}")],
        },
    ];

    private static readonly TokenPermission Alerts = new(PermissionScope.Account, "Notifications", Edit: true, "alertEmails")
    {
        Reads = ["accounts/{account}/alerting/v3/policies"],
        Writes = [new(HttpMethod.Put, $"accounts/{{account}}/alerting/v3/policies/{NoId}", "{}")],
    };

    private static readonly TokenPermission D1 = new(PermissionScope.Account, "D1", Edit: true, "d1")
    {
        TemplateKey = "d1",
        Reads = ["accounts/{account}/d1/database?per_page=10"],
        Writes = [new(HttpMethod.Patch, $"accounts/{{account}}/d1/database/{NoUuid}", "{}")],
    };

    private static readonly TokenPermission R2 = new(PermissionScope.Account, "Workers R2 Storage", Edit: true, "r2")
    {
        TemplateKey = "workers_r2",
        Reads = ["accounts/{account}/r2/buckets?per_page=1"],
        Writes = [new(HttpMethod.Put, $"accounts/{{account}}/r2/buckets/{NoName}/cors", "{}")],
    };

    private static readonly TokenPermission Gateway = new(PermissionScope.Account, "AI Gateway", Edit: true, "aiGateway")
    {
        Reads = ["accounts/{account}/ai-gateway/gateways?per_page=1"],
        Writes = [new(HttpMethod.Put, $"accounts/{{account}}/ai-gateway/gateways/{NoName}", "{}")],
    };

    /// <summary>What a stack needs.</summary>
    public static IReadOnlyList<TokenPermission> For(NeededFeatures needed)
    {
        ArgumentNullException.ThrowIfNull(needed);
        return
        [
            .. Always,
            .. needed.OwnsZone ? OfOwner : [],
            .. needed.Alerts ? [Alerts] : Array.Empty<TokenPermission>(),
            .. needed.D1 ? [D1] : Array.Empty<TokenPermission>(),
            .. needed.R2 ? [R2] : Array.Empty<TokenPermission>(),
            .. needed.AiGateway ? [Gateway] : Array.Empty<TokenPermission>(),
        ];
    }
}
