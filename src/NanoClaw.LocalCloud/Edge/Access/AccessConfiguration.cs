namespace NanoClaw.LocalCloud.Edge.Access;

/// <summary>The declared Access resources.</summary>
internal sealed record AccessConfiguration
{
    /// <summary>The most specific first.</summary>
    public IReadOnlyList<AccessApplication> Applications { get; init; } = [];

    /// <summary>By Client ID.</summary>
    public IReadOnlyDictionary<string, ServiceToken> ServiceTokens { get; init; } = new Dictionary<string, ServiceToken>();

    /// <summary>Such as <c>team.cloudflareaccess.com</c>; null where nothing declares one.</summary>
    public string? TeamDomain { get; init; }

    /// <summary>Whether hostnames without an application are refused.</summary>
    public bool DeniesUnmatched { get; init; }

    public AccessApplication? ApplicationFor(string host, string path)
    {
        foreach (var application in Applications)
        {
            if (application.Destinations.Any(d => d.Covers(host, path)))
            {
                return application;
            }
        }

        return null;
    }
}
