namespace NanoClaw.LocalCloud.Edge.Access;

/// <summary>Who asks: a service token, a person, or nobody known.</summary>
internal sealed record AccessIdentity
{
    public static AccessIdentity Nobody { get; } = new();

    public ServiceToken? Token { get; init; }

    public string? Email { get; init; }
}
