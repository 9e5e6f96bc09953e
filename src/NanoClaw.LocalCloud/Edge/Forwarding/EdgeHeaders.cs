namespace NanoClaw.LocalCloud.Edge.Forwarding;

/// <summary>What the edge tells the Worker about a request, in the place of what the client said.</summary>
internal sealed record EdgeHeaders(string Ray, string ClientAddress, string Scheme, string PathAndQuery)
{
    public string? Assertion { get; init; }

    public string? Email { get; init; }
}
