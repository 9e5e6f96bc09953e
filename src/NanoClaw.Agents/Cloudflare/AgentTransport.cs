using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace NanoClaw.Agents;

/// <summary>Makes the one pooled connection to the endpoint: HTTP/2, TLS 1.2 or later, no redirects, no cookies.</summary>
internal static class AgentTransport
{
    public static string UserAgent { get; } = "NanoClaw.Agents/" + (typeof(AgentTransport).Assembly.GetName().Version ?? new Version(0, 0)).ToString(3);

    public static HttpMessageInvoker Create(CloudflareAgentOptions options)
    {
        var endpoint = options.Endpoint!;
        var local = IsLocalhost(endpoint.Host);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !local,

            // Without .NET's own trace of a call: it quotes the lines of a malformed answer, which may echo what was
            // sent, and it would add its headers to ours. AgentTelemetry traces each call instead.
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            EnableMultipleHttp2Connections = true,

            // A dead way home is noticed within 45 s, though the Worker's own comment lines are 10 s apart.
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            MaxResponseHeadersLength = 64,
            SslOptions = new SslClientAuthenticationOptions { EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 },
        };
        if (options.CaFile is { } caFile)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = new AdditionalTrustAnchor(caFile).Validate;
        }

        if (local)
        {
            handler.ConnectCallback = ConnectToLoopbackAsync;
        }

        return new HttpMessageInvoker(handler, disposeHandler: true);
    }

    /// <summary>RFC 6761, 6.3: names under <c>.localhost</c> are this machine, whatever a resolver may say.</summary>
    public static bool IsLocalhost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    private static async ValueTask<Stream> ConnectToLoopbackAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var port = context.DnsEndPoint.Port;
        try
        {
            return await ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException) when (Socket.OSSupportsIPv6)
        {
            return await ConnectAsync(new IPEndPoint(IPAddress.IPv6Loopback, port), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask<Stream> ConnectAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
