namespace NanoClaw.Deployment.Cloudflare;

/// <summary>A record of the zone's DNS.</summary>
public sealed record DnsRecord(string Type, string Name, string Content)
{
    /// <summary>Whether a Worker's custom domain cannot take the name while it stands (error 100117).</summary>
    public bool IsInTheWay => Type is "A" or "AAAA" or "CNAME" or "NS";
}
