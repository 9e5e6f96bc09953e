namespace NanoClaw.LocalCloud.Updates.Provider;

/// <summary>Cloudflare Access.</summary>
internal static class AccessBehaviours
{
    public static ResourceBehaviour ServiceToken { get; } =
        new()
        {
            Type = "cloudflare:index/zeroTrustAccessServiceToken:ZeroTrustAccessServiceToken",
            Source = "internal/services/zero_trust_access_service_token/schema.go",
            Replaces = ["accountId", "zoneId"],
            Defaults = new Dictionary<string, string>(StringComparer.Ordinal) { ["clientSecretVersion"] = "1", ["duration"] = "\"8760h\"" },
        };

    public static ResourceBehaviour Policy { get; } =
        new()
        {
            Type = "cloudflare:index/zeroTrustAccessPolicy:ZeroTrustAccessPolicy",
            Source = "internal/services/zero_trust_access_policy/schema.go",
            Replaces = ["accountId"],
            Sets = ["excludes", "includes", "requires"],
            Defaults = new Dictionary<string, string>(StringComparer.Ordinal) { ["sessionDuration"] = "\"24h\"" },
        };

    // enableBindingCookie and its like are null in the state where the API says false (normalizations.go), so a refresh changes nothing.
    public static ResourceBehaviour Application { get; } =
        new()
        {
            Type = "cloudflare:index/zeroTrustAccessApplication:ZeroTrustAccessApplication",
            Source = "internal/services/zero_trust_access_application/schema.go, plan_modifiers.go",
            Replaces = ["accountId", "zoneId"],
            Sets = ["allowedIdps", "selfHostedDomains", "tags"],
            Kept = ["domain", "name", "type", "selfHostedDomains", "destinations"],
            Defaults = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["httpOnlyCookieAttribute"] = "true",
                ["appLauncherVisible"] = "true",
                ["sessionDuration"] = "\"24h\"",
            },
        };
}
