using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace NanoClaw.Agents.Tests;

/// <summary>Answers every connection with the same bytes, which need not be HTTP.</summary>
public sealed class RawTlsServer : IAsyncDisposable
{
    private readonly LocalAuthority _authority = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;

    public RawTlsServer(string answer)
    {
        _listener.Start();
        _serving = ServeAsync(TestRun.Utf8(answer));
    }

    public CloudflareAgentOptions Options =>
        new()
        {
            Endpoint = new Uri($"https://agent.localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}"),
            CaFile = _authority.PemFile,
            MaxRetries = 1,
        };

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _authority.Dispose();
    }

    private async Task ServeAsync(byte[] answer)
    {
        using var certificate = _authority.Issue("agent.localhost");
        while (true)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await using var tls = new SslStream(client.GetStream());
                await tls.AuthenticateAsServerAsync(certificate);
                _ = await tls.ReadAsync(new byte[16 * 1024]);
                await tls.WriteAsync(answer);
                await tls.ShutdownAsync();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
            catch (IOException)
            {
                // The client did not like it.
            }
        }
    }
}
