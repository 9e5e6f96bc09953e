using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NanoClaw.LocalCloud;
using NanoClaw.LocalCloud.Edge;
using Yarp.ReverseProxy.Forwarder;

namespace NanoClaw.Edge.Bench;

/// <summary>A Worker's server, a plain proxy before it, and the local edge before it; and a client for all three.</summary>
internal sealed class Servers : IAsyncDisposable
{
    private const string Host = "agent.example.com";

    private readonly X509Certificate2 _certificate = CreateCertificate();
    private readonly HttpMessageInvoker _client;
    private readonly HttpMessageInvoker _proxyClient = new(
        new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
        }
    );
    private WebApplication _worker = null!;
    private WebApplication _proxy = null!;
    private LocalEdge _edge = null!;

    private Servers()
    {
        _client = new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                UseProxy = false,
                UseCookies = false,
                ConnectCallback = static async (context, cancellationToken) =>
                {
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                    await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                },
                SslOptions = new SslClientAuthenticationOptions
                {
                    RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == _certificate.GetCertHashString(),
                },
            }
        );
    }

    public int WorkerPort { get; private set; }

    public int ProxyPort { get; private set; }

    public int EdgePort => _edge.HttpsPort;

    public static async Task<Servers> StartAsync()
    {
        var servers = new Servers();
        servers._worker = Build(_ => { }, listen => { });
        servers._worker.Run(context => context.Response.WriteAsync("""{"status":"success"}"""));
        servers.WorkerPort = await StartAsync(servers._worker);
        var worker = new Uri($"http://127.0.0.1:{servers.WorkerPort}");

        servers._proxy = Build(services => services.AddHttpForwarder(), listen => listen.UseHttps(servers._certificate));
        var forwarder = servers._proxy.Services.GetRequiredService<IHttpForwarder>();
        servers._proxy.Run(async context => await forwarder.SendAsync(context, worker.ToString(), servers._proxyClient));
        servers.ProxyPort = await StartAsync(servers._proxy);

        servers._edge = await LocalEdge.StartAsync(
            new LocalEdgeOptions
            {
                Stack = Stack(),
                Certificate = servers._certificate,
                Workers = new Dictionary<string, Uri> { ["moltworker"] = worker },
            }
        );
        return servers;
    }

    public async Task SendAsync(int port, bool https)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{(https ? "https" : "http")}://{Host}:{port}/v1/agent/run");
        request.Headers.TryAddWithoutValidation("CF-Access-Client-Id", "id.access");
        request.Headers.TryAddWithoutValidation("CF-Access-Client-Secret", "secret");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer token");
        request.Content = new StringContent("""{"prompt":"hello"}""");
        using var response = await _client.SendAsync(request, CancellationToken.None);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new InvalidOperationException($"answered {(int)response.StatusCode}");
        }

        await response.Content.ReadAsByteArrayAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _proxy.DisposeAsync();
        await _worker.DisposeAsync();
        _client.Dispose();
        _proxyClient.Dispose();
        _certificate.Dispose();
    }

    private static WebApplication Build(Action<IServiceCollection> services, Action<Microsoft.AspNetCore.Server.Kestrel.Core.ListenOptions> listen)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddLogging();
        services(builder.Services);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen));
        return builder.Build();
    }

    private static async Task<int> StartAsync(WebApplication application)
    {
        await application.StartAsync();
        return new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
    }

    // As a zone of this project declares it, with a limit that a benchmark does not reach.
    private static DeclaredStack Stack()
    {
        static DeclaredResource Resource(string type, string name, string inputs, string outputs = "{}") =>
            new("cloudflare:index/" + type, name, null, JsonNode.Parse(inputs)!.AsObject(), JsonNode.Parse(outputs)!.AsObject());

        static JsonObject Rule(string reference, string expression) =>
            new()
            {
                ["ref"] = reference,
                ["action"] = "block",
                ["expression"] = expression,
            };

        var custom = Resource("ruleset:Ruleset", "custom", """{ "phase": "http_request_firewall_custom" }""");
        custom.Inputs["rules"] = new JsonArray(
            Rule("https", $"lower(http.host) in {{\"{Host}\"}} and not ssl"),
            Rule("host", $"ends_with(lower(http.host), \".{Host}\")"),
            Rule("paths", RuleEvaluationBenchmarks.PathRule),
            Rule("credentials", RuleEvaluationBenchmarks.HeaderRule)
        );
        return new DeclaredStack(
            "bench",
            [
                custom,
                Resource(
                    "ruleset:Ruleset",
                    "limit",
                    """
                    {
                      "phase": "http_ratelimit",
                      "rules": [{
                        "ref": "limit", "action": "block", "expression": "starts_with(http.request.uri.path, \"/v1/agent/\")",
                        "ratelimit": { "characteristics": ["cf.colo.id", "ip.src"], "period": 10, "requestsPerPeriod": 2000000000, "mitigationTimeout": 10 }
                      }]
                    }
                    """
                ),
                Resource("workersCustomDomain:WorkersCustomDomain", "domain", $$"""{ "hostname": "{{Host}}", "service": "moltworker" }"""),
                Resource(
                    "workersScript:WorkersScript",
                    "script",
                    """{ "bindings": [{ "name": "ACCESS_TEAM_DOMAIN", "text": "team.cloudflareaccess.com" }] }"""
                ),
                Resource(
                    "zeroTrustAccessServiceToken:ZeroTrustAccessServiceToken",
                    "token",
                    "{}",
                    """{ "id": "t", "clientId": "id.access", "clientSecret": "secret" }"""
                ),
                Resource(
                    "zeroTrustAccessPolicy:ZeroTrustAccessPolicy",
                    "policy",
                    """{ "decision": "non_identity", "includes": [{ "serviceToken": { "tokenId": "t" } }] }""",
                    """{ "id": "p" }"""
                ),
                Resource(
                    "zeroTrustAccessApplication:ZeroTrustAccessApplication",
                    "app",
                    $$"""{ "domain": "{{Host}}", "policies": [{ "id": "p", "precedence": 1 }] }""",
                    """{ "aud": "aud" }"""
                ),
            ],
            []
        );
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=bench", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
