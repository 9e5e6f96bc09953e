namespace NanoClaw.Verification.Wire;

/// <summary>The way to a server.</summary>
/// <param name="IsPlain">By plain HTTP.</param>
/// <param name="Sni">The name that TLS asks for; empty: none; null: the endpoint's.</param>
/// <param name="ConnectTo">Another host to connect to, on port 443; null: the endpoint.</param>
internal sealed record WireRoute(bool IsPlain = false, string? Sni = null, string? ConnectTo = null)
{
    /// <summary>To the endpoint, which has to prove by its certificate who it is.</summary>
    public static WireRoute Proven { get; } = new();

    /// <summary>By plain HTTP.</summary>
    public static WireRoute Plain { get; } = new(IsPlain: true);

    /// <summary>Whether a secret may travel on it.</summary>
    public bool ProvesItself => this == Proven;
}
