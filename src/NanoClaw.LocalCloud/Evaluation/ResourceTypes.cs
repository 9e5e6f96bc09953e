namespace NanoClaw.LocalCloud;

/// <summary>The provider's type tokens that the edge knows.</summary>
internal static class ResourceTypes
{
    public const string Ruleset = "cloudflare:index/ruleset:Ruleset";
    public const string ZoneSetting = "cloudflare:index/zoneSetting:ZoneSetting";
    public const string AccessApplication = "cloudflare:index/zeroTrustAccessApplication:ZeroTrustAccessApplication";
    public const string AccessPolicy = "cloudflare:index/zeroTrustAccessPolicy:ZeroTrustAccessPolicy";
    public const string ServiceToken = "cloudflare:index/zeroTrustAccessServiceToken:ZeroTrustAccessServiceToken";
    public const string Organization = "cloudflare:index/zeroTrustOrganization:ZeroTrustOrganization";
    public const string CustomDomain = "cloudflare:index/workersCustomDomain:WorkersCustomDomain";
    public const string Script = "cloudflare:index/workersScript:WorkersScript";
    public const string ScriptSubdomain = "cloudflare:index/workersScriptSubdomain:WorkersScriptSubdomain";
    public const string Route = "cloudflare:index/workersRoute:WorkersRoute";
    public const string BotManagement = "cloudflare:index/botManagement:BotManagement";
}
