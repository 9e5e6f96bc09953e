namespace NanoClaw.Home.Keys;

/// <summary>The keys of what asks Cloudflare for its own count.</summary>
public static class CostKeys
{
    /// <summary>An API token with the permission Account Analytics: Read, and no other.</summary>
    public const string AnalyticsToken = "CLOUDFLARE_ANALYTICS_TOKEN";

    /// <summary>The account that the Worker is in.</summary>
    public const string AccountId = "CLOUDFLARE_ACCOUNT_ID";
}
