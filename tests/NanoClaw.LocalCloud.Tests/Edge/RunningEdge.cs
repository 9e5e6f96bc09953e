using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using NanoClaw.LocalCloud.Edge;

namespace NanoClaw.LocalCloud.Tests.Edge;

/// <summary>An edge with a Worker behind it, and a client that reaches it by any hostname, by TLS and without.</summary>
internal sealed class RunningEdge : IAsyncDisposable
{
    private static readonly X509Certificate2 Certificate = CreateCertificate();
    private readonly HttpMessageInvoker _client;

    private RunningEdge(LocalEdge edge, EchoWorker worker, FakeTimeProvider time)
    {
        (Edge, Worker, Time) = (edge, worker, time);
        _client = new HttpMessageInvoker(Handler(SslProtocols.None));
    }

    public LocalEdge Edge { get; }

    public EchoWorker Worker { get; }

    public FakeTimeProvider Time { get; }

    public static async Task<RunningEdge> StartAsync(EdgeStack? stack = null, Func<HttpContext, Task>? worker = null)
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-22T12:00:00Z"));
        var echo = await EchoWorker.StartAsync(worker);
        var edge = await LocalEdge.StartAsync(
            new LocalEdgeOptions
            {
                Stack = (stack ?? EdgeStack.Hardened()).Build(),
                Certificate = Certificate,
                Workers = new Dictionary<string, Uri> { ["moltworker"] = echo.Address },
                Time = time,
            }
        );
        return new RunningEdge(edge, echo, time);
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _client.SendAsync(request, TestContext.Current.CancellationToken);

    /// <summary>A request by HTTPS to the agent's hostname.</summary>
    public HttpRequestMessage Request(string path, string method = "GET", string host = EdgeStack.AgentHost, bool https = true) =>
        new(
            new HttpMethod(method),
            new Uri(
                $"{(https ? "https" : "http")}://{host}:{(https ? Edge.HttpsPort : Edge.HttpPort)}{path}",
                new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
            )
        );

    /// <summary>A run's request with the service token's credentials.</summary>
    public HttpRequestMessage Run(string secret = EdgeStack.ClientSecret, string clientId = EdgeStack.ClientId)
    {
        var request = Request("/v1/agent/run", "POST");
        request.Headers.Add("CF-Access-Client-Id", clientId);
        request.Headers.Add("CF-Access-Client-Secret", secret);
        return request;
    }

    public static HttpMessageInvoker ClientWith(SslProtocols protocols) => new(Handler(protocols));

    public static bool IsItsCertificate(X509Certificate? certificate) => certificate?.GetCertHashString() == Certificate.GetCertHashString();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Edge.DisposeAsync();
        await Worker.DisposeAsync();
    }

    private static SocketsHttpHandler Handler(SslProtocols protocols) =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
            SslOptions = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = protocols,
                RemoteCertificateValidationCallback = (_, certificate, _, _) => IsItsCertificate(certificate),
            },
        };

    private static X509Certificate2 CreateCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=local edge test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
