namespace NanoClaw.Deployment.Cloudflare;

/// <summary>A zone that the token may see.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its domain.</param>
/// <param name="Plan">Its plan: <c>free</c>, <c>pro</c>, <c>business</c>, <c>enterprise</c>, or null where the answer does not tell.</param>
/// <param name="Status"><c>active</c>, or what is missing for it: <c>initializing</c>, <c>pending</c>, <c>moved</c>.</param>
/// <param name="IsPaused">Whether Cloudflare answers for it by DNS alone.</param>
/// <param name="IsFull">Whether its DNS is Cloudflare's; a Worker's custom domain needs that.</param>
/// <param name="NameServers">Where its domain has to point.</param>
/// <param name="Account">Whose it is.</param>
public sealed record Zone(string Id, string Name, string? Plan, string Status, bool IsPaused, bool IsFull, IReadOnlyList<string> NameServers, Account Account)
{
    public bool IsActive => Status == "active";
}
