namespace NanoClaw.LocalCloud.Updates.Provider;

/// <summary>Cloudflare Workers.</summary>
internal static class WorkerBehaviours
{
    // A read keeps migrations, annotations and secret texts as they stood (resource.go), so a refresh changes none of them.
    public static ResourceBehaviour Script { get; } =
        new()
        {
            Type = "cloudflare:index/workersScript:WorkersScript",
            Source = "internal/services/workers_script/schema.go",
            Replaces = ["accountId", "scriptName"],
            Sets = ["compatibilityFlags", "keepBindings", "tailConsumers"],
            Kept = ["annotations", "bindings", "compatibilityFlags", "placement", "tailConsumers"],
            Defaults = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["compatibilityDate"] = "\"\"",
                ["logpush"] = "false",
                ["usageModel"] = "\"standard\"",
            },
            Unique = ["accountId", "scriptName"],
        };

    public static ResourceBehaviour Subdomain { get; } =
        new()
        {
            Type = "cloudflare:index/workersScriptSubdomain:WorkersScriptSubdomain",
            Source = "internal/services/workers_script_subdomain/schema.go",
            Replaces = ["accountId", "scriptName"],
            Kept = ["previewsEnabled"],
        };

    public static ResourceBehaviour CustomDomain { get; } =
        new()
        {
            Type = "cloudflare:index/workersCustomDomain:WorkersCustomDomain",
            Source = "internal/services/workers_custom_domain/schema.go",
            Replaces = ["accountId", "environment", "hostname", "service", "zoneId", "zoneName"],
            Kept = ["environment", "zoneId", "zoneName"],
            Unique = ["hostname"],
        };

    public static ResourceBehaviour Route { get; } =
        new()
        {
            Type = "cloudflare:index/workersRoute:WorkersRoute",
            Source = "internal/services/workers_route/schema.go",
            Replaces = ["zoneId"],
            Unique = ["zoneId", "pattern"],
        };
}
