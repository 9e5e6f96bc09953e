namespace NanoClaw.LocalCloud.Updates.Provider;

/// <summary>Where data is.</summary>
internal static class StorageBehaviours
{
    // The API answers read_replication always, and does not take null for it.
    public static ResourceBehaviour D1Database { get; } =
        new()
        {
            Type = "cloudflare:index/d1Database:D1Database",
            Source = "internal/services/d1_database/schema.go",
            Replaces = ["accountId", "jurisdiction", "name", "primaryLocationHint"],
            Answers = new Dictionary<string, string>(StringComparer.Ordinal) { ["readReplication"] = """{"mode":"disabled"}""" },
            RefusesNull = ["readReplication"],
            Unique = ["accountId", "name"],
        };

    // A changed location is put back to the one that stands (plan_modifiers.go), so it is no change at all.
    public static ResourceBehaviour R2Bucket { get; } =
        new()
        {
            Type = "cloudflare:index/r2Bucket:R2Bucket",
            Source = "internal/services/r2_bucket/schema.go, plan_modifiers.go",
            Replaces = ["accountId", "name"],
            Kept = ["location"],
            Fixed = ["location"],
            Defaults = new Dictionary<string, string>(StringComparer.Ordinal) { ["jurisdiction"] = "\"default\"", ["storageClass"] = "\"Standard\"" },
            Unique = ["accountId", "name"],
        };

    // The API answers all of these for every gateway; which values does not matter, only that the next update takes them away.
    public static ResourceBehaviour AiGateway { get; } =
        new()
        {
            Type = "cloudflare:index/aiGateway:AiGateway",
            Source = "internal/services/ai_gateway/schema.go",
            Replaces = ["accountId", "aiGatewayId"],
            Kept = ["otels"],
            Defaults = new Dictionary<string, string>(StringComparer.Ordinal) { ["workersAiBillingMode"] = "\"postpaid\"" },
            Answers = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["authentication"] = "false",
                ["logManagement"] = "10000000",
                ["logManagementStrategy"] = "\"STOP_INSERTING\"",
                ["logpush"] = "false",
                ["rateLimitingTechnique"] = "\"fixed\"",
                ["zdr"] = "false",
            },
            RefusesNull = ["authentication", "logManagement", "logManagementStrategy", "logpush", "rateLimitingTechnique", "zdr"],
            Unique = ["accountId", "aiGatewayId"],
        };
}
