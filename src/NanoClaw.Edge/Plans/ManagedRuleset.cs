namespace NanoClaw.Edge.Plans;

/// <summary>A ruleset that Cloudflare writes and keeps; the identifier is the same in every account.</summary>
/// <param name="Id">What an <c>execute</c> rule names.</param>
/// <param name="Name">The name Cloudflare shows.</param>
public sealed record ManagedRuleset(string Id, string Name)
{
    /// <summary>Deployed by Cloudflare itself on every Free zone: never to be declared there.</summary>
    public static ManagedRuleset Free { get; } = new("77454fe2d30c4220b5701f6fdfb893ba", "Cloudflare Free Managed Ruleset");

    public static ManagedRuleset Cloudflare { get; } = new("efb7b8c949ac4650a09736fc376e9aee", "Cloudflare Managed Ruleset");

    public static ManagedRuleset OwaspCore { get; } = new("4814384a9e5d4991b9815dcfc25d2f1f", "Cloudflare OWASP Core Ruleset");
}
