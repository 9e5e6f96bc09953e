using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using NanoClaw.Dev;
using NanoClaw.LocalCloud;

namespace NanoClaw.EndToEnd.Tests;

/// <summary>A stack brought up in this process, and a client of it that sends exactly what it is told.</summary>
internal sealed class LocalAgent : IAsyncDisposable
{
    public const string Body = """{"prompt":"Hello","groupFolder":"main","chatJid":"test","isMain":true}""";

    private readonly TemporaryProject _project;

    private LocalAgent(TemporaryProject project, RunningCloud cloud)
    {
        _project = project;
        Cloud = cloud;
        Client = CreateClient();
    }

    public RunningCloud Cloud { get; }

    public HttpClient Client { get; }

    public string Token => Cloud.Stack.Output("agentToken")!;

    public string ClientId => Cloud.Stack.Output("accessClientId")!;

    public string ClientSecret => Cloud.Stack.Output("accessClientSecret")!;

    public static Task<LocalAgent> StartAsync(params (string Key, string Value)[] settings) => StartAsync(ModelChoice.FromEnvironment(_ => null), settings);

    public static async Task<LocalAgent> StartAsync(ModelChoice model, params (string Key, string Value)[] settings)
    {
        var folder = new TemporaryProject();
        var cloud = await RunningCloud.StartAsync(
            new LocalCloudOptions
            {
                ProjectFolder = folder.Folder,
                Model = model,
                Overrides = settings.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal),
                Port = 0,
            },
            cancellationToken: TestContext.Current.CancellationToken
        );
        AgentConfigurationFile.Write(cloud.State);
        return new LocalAgent(folder, cloud);
    }

    /// <summary>A request that is accepted.</summary>
    public HttpRequestMessage Request()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Cloud.Endpoint, "/v1/agent/run"))
        {
            Content = new StringContent(Body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        request.Headers.Add("CF-Access-Client-Id", ClientId);
        request.Headers.Add("CF-Access-Client-Secret", ClientSecret);
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        return request;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Cloud.DisposeAsync();
        _project.Dispose();
    }

    private HttpClient CreateClient()
    {
        var anchors = new X509Certificate2Collection();
        anchors.ImportFromPemFile(Path.Combine(Cloud.State.CertificateFolder, "authority.pem"));
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(anchors);
        return new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                SslOptions = new SslClientAuthenticationOptions
                {
                    CertificateChainPolicy = policy,

                    // A request for another host has to get as far as the edge's rules.
                    RemoteCertificateValidationCallback = (_, _, _, errors) => errors is SslPolicyErrors.None or SslPolicyErrors.RemoteCertificateNameMismatch,
                },
                ConnectCallback = async (context, cancellationToken) =>
                {
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                    await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        );
    }
}
