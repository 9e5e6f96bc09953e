namespace NanoClaw.Deployment.Cloudflare;

/// <summary>What Cloudflare says of the token itself.</summary>
/// <param name="Id">Its id, which is no secret.</param>
/// <param name="Status"><c>active</c>, <c>disabled</c> or <c>expired</c>.</param>
/// <param name="ExpiresOn">When it ends; null for never.</param>
/// <param name="IsAccountOwned">Whether it belongs to the account, not to a person.</param>
public sealed record TokenStatus(string Id, string Status, DateTimeOffset? ExpiresOn, bool IsAccountOwned);
