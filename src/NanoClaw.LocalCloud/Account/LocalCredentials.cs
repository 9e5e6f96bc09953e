namespace NanoClaw.LocalCloud;

/// <summary>A bearer token and a service token. Its text form shows neither.</summary>
public sealed record LocalCredentials(string Token, string ClientId, string ClientSecret)
{
    public override string ToString() => nameof(LocalCredentials);
}
