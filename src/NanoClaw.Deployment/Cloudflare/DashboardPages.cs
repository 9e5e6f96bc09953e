namespace NanoClaw.Deployment.Cloudflare;

/// <summary>The pages of Cloudflare's dashboard that a person is sent to.</summary>
public static class DashboardPages
{
    /// <summary>A person's API tokens.</summary>
    public const string Mine = "https://dash.cloudflare.com/profile/api-tokens";

    /// <summary>Where a Zero Trust team is named.</summary>
    public const string ZeroTrust = "https://one.dash.cloudflare.com/";

    /// <summary>An account's own API tokens.</summary>
    public static string OfAccount(string accountId) => $"https://dash.cloudflare.com/{accountId}/api-tokens";

    /// <summary>Where a domain is added to the account.</summary>
    public static string AddZone(string accountId) => $"https://dash.cloudflare.com/{accountId}/add-site";

    /// <summary>The DNS records of a zone.</summary>
    public static string Dns(string accountId, string zone) => $"https://dash.cloudflare.com/{accountId}/{zone}/dns/records";

    /// <summary>Where R2 is switched on.</summary>
    public static string R2(string accountId) => $"https://dash.cloudflare.com/{accountId}/r2/overview";
}
