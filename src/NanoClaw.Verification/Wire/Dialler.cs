using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using NanoClaw.Agents;

namespace NanoClaw.Verification.Wire;

/// <summary>Opens connections: to the endpoint, which has to prove itself, or elsewhere, where nothing secret is said.</summary>
internal sealed class Dialler(VerificationTarget target)
{
    private const int HttpPort = 80;
    private const int HttpsPort = 443;

    private readonly AdditionalTrustAnchor? _anchor = target.CaFile is { } file ? new AdditionalTrustAnchor(file) : null;

    public async Task<Stream> ConnectAsync(WireRoute route, CancellationToken cancellationToken)
    {
        var socket = await ConnectSocketAsync(route, cancellationToken);
        if (route.IsPlain)
        {
            return socket;
        }

        var trusted = true;
        var tls = new SslStream(socket);
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = route.Sni ?? route.ConnectTo ?? target.Endpoint.IdnHost,
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    ApplicationProtocols = [SslApplicationProtocol.Http11],
                    RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
                        !route.ProvesItself || (trusted = IsTrusted(sender, certificate, chain, errors)),
                },
                cancellationToken
            );
            return tls;
        }
        catch (Exception exception)
        {
            await tls.DisposeAsync();
            throw exception is AuthenticationException && !trusted
                ? new UntrustedCertificateException("The certificate is not trusted.", exception)
                : exception;
        }
    }

    /// <summary>A connection before anything is said on it.</summary>
    public async Task<NetworkStream> ConnectSocketAsync(WireRoute route, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            var (host, port) = Address(route);
            if (AgentTransport.IsLocalhost(host))
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            }
            else
            {
                await socket.ConnectAsync(host, port, cancellationToken);
            }

            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public bool IsTrusted(
        object sender,
        System.Security.Cryptography.X509Certificates.X509Certificate? certificate,
        System.Security.Cryptography.X509Certificates.X509Chain? chain,
        SslPolicyErrors errors
    ) => errors == SslPolicyErrors.None || _anchor?.Validate(sender, certificate, chain, errors) == true;

    private (string Host, int Port) Address(WireRoute route) =>
        route switch
        {
            { IsPlain: true } when target.PlainEndpoint is { } plain => (plain.IdnHost, plain.Port),
            { IsPlain: true } => (target.Endpoint.IdnHost, HttpPort),

            // On this machine every name leads to the one edge.
            { ConnectTo: { } host } when !target.IsLocal => (host, HttpsPort),
            _ => (target.Endpoint.IdnHost, target.Endpoint.Port),
        };
}
