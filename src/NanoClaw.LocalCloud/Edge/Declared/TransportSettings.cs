using System.Security.Authentication;

namespace NanoClaw.LocalCloud.Edge.Declared;

/// <summary>The zone's settings about HTTPS. Cloudflare's defaults where nothing is declared.</summary>
internal sealed record TransportSettings
{
    public bool AlwaysUseHttps { get; init; }

    public SslProtocols Protocols { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>The value of <c>Strict-Transport-Security</c>, or null.</summary>
    public string? StrictTransportSecurity { get; init; }

    public bool NoSniff { get; init; }
}
