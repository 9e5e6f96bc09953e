namespace NanoClaw.LocalCloud.Updates.Dangers;

/// <summary>The tokens of the types that the rules know.</summary>
internal static class ResourceTypes
{
    public const string Script = "cloudflare:index/workersScript:WorkersScript";
    public const string Subdomain = "cloudflare:index/workersScriptSubdomain:WorkersScriptSubdomain";
    public const string CustomDomain = "cloudflare:index/workersCustomDomain:WorkersCustomDomain";
    public const string AccessApplication = "cloudflare:index/zeroTrustAccessApplication:ZeroTrustAccessApplication";
    public const string AccessPolicy = "cloudflare:index/zeroTrustAccessPolicy:ZeroTrustAccessPolicy";
    public const string Ruleset = "cloudflare:index/ruleset:Ruleset";
    public const string ZoneSetting = "cloudflare:index/zoneSetting:ZoneSetting";
    public const string D1Database = "cloudflare:index/d1Database:D1Database";
    public const string R2Bucket = "cloudflare:index/r2Bucket:R2Bucket";
}
