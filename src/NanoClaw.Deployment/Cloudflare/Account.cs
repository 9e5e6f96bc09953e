namespace NanoClaw.Deployment.Cloudflare;

/// <summary>An account that the token may see.</summary>
public sealed record Account(string Id, string Name);
