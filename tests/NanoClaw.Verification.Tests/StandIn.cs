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
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;
    private readonly string _caFile = Path.GetTempFileName();
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<NetworkStream, Task>? _raw;
    private readonly Func<string, string> _answer;
    private readonly Task _serving;

    private StandIn(Func<string, string> answer, Func<NetworkStream, Task>? raw)
    {
        (_answer, _raw) = (answer, raw);
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=stand-in.localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("stand-in.localhost");
        request.CertificateExtensions.Add(names.Build());
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(_caFile, _certificate.ExportCertificatePem());
        _listener.Start();
        _serving = ServeAsync();
    }

    public VerificationTarget Target =>
        new()
        {
            Endpoint = new Uri($"https://stand-in.localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}"),
            CaFile = _caFile,
            Credentials = new AgentCredentials
            {
                Token = "the-bearer-token",
                AccessClientId = "id.access",
                AccessClientSecret = "the-service-secret",
            },
        };

    /// <summary>Answers what a client has sent, once per connection, and closes it.</summary>
    /// <param name="answer">Given what came first on the connection; empty: nothing.</param>
    public static StandIn Start(Func<string, string> answer) => new(answer, raw: null);

    /// <summary>Leaves the connection as it is, without TLS.</summary>
    public static StandIn StartRaw(Func<NetworkStream, Task> raw) => new(_ => "", raw);

    /// <summary>An answer of a Worker.</summary>
    public static string Json(int status, string body) =>
        $"HTTP/1.1 {status} -\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    public static string Refusal(int status, string code) => Json(status, Error(code));

    /// <summary>A refusal's body in the contract's form.</summary>
    public static string Error(string code, string message = "The Worker's own words.") =>
        new JsonObject
        {
            ["error"] = new JsonObject { ["code"] = code, ["message"] = message },
        }.ToJsonString();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _certificate.Dispose();
        _stop.Dispose();
        File.Delete(_caFile);
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                connections.Add(AnswerAsync(await _listener.AcceptSocketAsync(_stop.Token)));
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
            if (_raw is not null)
            {
                await _raw(connection);
                return;
            }

            await using var tls = new SslStream(connection);
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
            var bytes = new byte[64 * 1024];
            var read = await tls.ReadAsync(bytes, _stop.Token);
            await tls.WriteAsync(Encoding.Latin1.GetBytes(_answer(Encoding.Latin1.GetString(bytes, 0, read))), _stop.Token);
            await tls.ShutdownAsync();
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away, or does not trust it: its own findings are what is looked at.
        }
    }
}
