namespace NanoClaw.LocalCloud.Edge.Access;

/// <summary>A self-hosted application: what it covers, and its policies in their precedence.</summary>
internal sealed record AccessApplication(string Name, string Audience, IReadOnlyList<AccessDestination> Destinations, IReadOnlyList<AccessPolicy> Policies)
{
    /// <summary>Whether a request without valid credentials is answered with 401 instead of a way to the login.</summary>
    public bool Answers401 { get; init; }

    /// <summary>How long a session lasts that a policy without a duration of its own let in: see <see cref="SessionOf"/>.</summary>
    public TimeSpan SessionDuration { get; init; } = TimeSpan.FromHours(24);

    public bool HttpOnlyCookie { get; init; } = true;

    /// <summary><c>lax</c>, <c>strict</c> or <c>none</c>.</summary>
    public string SameSiteCookie { get; init; } = "lax";

    /// <summary>How long a session lasts that this policy let in.</summary>
    public TimeSpan SessionOf(AccessPolicy policy) => policy.SessionDuration ?? SessionDuration;
}
