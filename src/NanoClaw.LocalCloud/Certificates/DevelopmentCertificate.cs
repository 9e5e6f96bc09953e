using System.Security.Cryptography.X509Certificates;

namespace NanoClaw.LocalCloud;

/// <summary>A server certificate for this machine, with its key, and the file of the authority that signed it.</summary>
/// <param name="Server">The certificate that the edge shows.</param>
/// <param name="AuthorityFile">What a client must trust: the value of <c>CLOUDFLARE_AGENT_CA_FILE</c>.</param>
public sealed record DevelopmentCertificate(X509Certificate2 Server, string AuthorityFile) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Server.Dispose();
}
