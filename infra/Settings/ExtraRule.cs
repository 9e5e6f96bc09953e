namespace NanoClaw.Infra.Settings;

/// <summary>A custom rule of the zone that has nothing to do with the agents: kept when the ruleset was adopted.</summary>
/// <param name="Ref">Its stable reference, which is its description as well.</param>
/// <param name="Action">What it does.</param>
/// <param name="Expression">When, in Cloudflare's rules language.</param>
public sealed record ExtraRule(string Ref, string Action, string Expression);
