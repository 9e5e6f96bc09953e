using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using NanoClaw.Agents;

namespace NanoClaw.Verification.Tests;

/// <summary>A server that answers with whatever bytes it is told: what no deployment of ours does, and some proxy in the world.</summary>
internal sealed class StandIn : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 certificate;
    private readonly string caFile = Path.GetTempFileName();
    private readonly CancellationTokenSource stop = new();
    private readonly Func<NetworkStream, Task>? raw;
    private readonly Func<string, string> answer;
    private readonly Task serving;

    private StandIn(Func<string, string> answer, Func<NetworkStream, Task>? raw)
    {
        (this.answer, this.raw) = (answer, raw);
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=stand-in.localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("stand-in.localhost");
        request.CertificateExtensions.Add(names.Build());
        certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(caFile, certificate.ExportCertificatePem());
        listener.Start();
        serving = ServeAsync();
    }

    public VerificationTarget Target => new()
    {
        Endpoint = new Uri($"https://stand-in.localhost:{((IPEndPoint)listener.LocalEndpoint).Port}"),
        CaFile = caFile,
        Credentials = new AgentCredentials { Token = "the-bearer-token", AccessClientId = "id.access", AccessClientSecret = "the-service-secret" },
    };

    /// <summary>Answers what a client has sent, once per connection, and closes it.</summary>
    /// <param name="answer">Given what came first on the connection; empty: nothing.</param>
    public static StandIn Start(Func<string, string> answer) => new(answer, raw: null);

    /// <summary>Leaves the connection as it is, without TLS.</summary>
    public static StandIn StartRaw(Func<NetworkStream, Task> raw) => new(_ => "", raw);

    /// <summary>An answer of a Worker.</summary>
    public static string Json(int status, string body) => $"HTTP/1.1 {status} -\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    public static string Refusal(int status, string code) => Json(status, Error(code));

    /// <summary>A refusal's body in the contract's form.</summary>
    public static string Error(string code, string message = "The Worker's own words.") =>
        new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } }.ToJsonString();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        certificate.Dispose();
        stop.Dispose();
        File.Delete(caFile);
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                connections.Add(AnswerAsync(await listener.AcceptSocketAsync(stop.Token)));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                break;
            }
        }

        await Task.WhenAll(connections);
    }

    private async Task AnswerAsync(Socket socket)
    {
        await using var connection = new NetworkStream(socket, ownsSocket: true);
        try
        {
            if (raw is not null)
            {
                await raw(connection);
                return;
            }

            await using var tls = new SslStream(connection);
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop.Token);
            var bytes = new byte[64 * 1024];
            var read = await tls.ReadAsync(bytes, stop.Token);
            await tls.WriteAsync(Encoding.Latin1.GetBytes(answer(Encoding.Latin1.GetString(bytes, 0, read))), stop.Token);
            await tls.ShutdownAsync();
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away, or does not trust it: its own findings are what is looked at.
        }
    }
}
