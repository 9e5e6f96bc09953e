using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using NanoClaw.LocalCloud;

namespace NanoClaw.Admin.Tests;

/// <summary>The local cloud with both Workers, and a client of the agent's.</summary>
internal sealed class Cloud : IAsyncDisposable
{
    private readonly string _folder;
    private readonly HttpClient _client;

    private Cloud(string folder, RunningCloud running)
    {
        _folder = folder;
        Running = running;
        _client = CreateClient();
    }

    public RunningCloud Running { get; }

    /// <summary>Where people go.</summary>
    public Uri Page => new(Running.Endpoint, "/admin");

    public static async Task<Cloud> StartAsync(params (string Key, string Value)[] settings)
    {
        var project = Directory.CreateTempSubdirectory("nanoclaw-admin-").FullName;
        var running = await RunningCloud.StartAsync(
            new()
            {
                ProjectFolder = project,
                Model = ModelChoice.FromEnvironment(_ => null),
                Port = 0,
                Overrides = settings
                    .Append(("edgeRateLimit", "100000"))
                    .Append(("ipRateLimit", "1000"))
                    .Append(("tokenRateLimit", "1000"))
                    .ToDictionary(s => s.Item1, s => s.Item2, StringComparer.Ordinal),
            },
            cancellationToken: TestContext.Current.CancellationToken
        );
        return new(project, running);
    }

    /// <summary>Asks the agent, and returns the error's code; null where it answered.</summary>
    public async Task<string?> AskAsync(string group, string prompt)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Running.Endpoint, "/v1/agent/run"));
        var body = JsonSerializer.Serialize(
            new
            {
                prompt,
                groupFolder = group,
                chatJid = $"{group}@test",
                isMain = false,
            }
        );
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Running.Stack.Output("agentToken"));
        request.Headers.Add("CF-Access-Client-Id", Running.Stack.Output("accessClientId"));
        request.Headers.Add("CF-Access-Client-Secret", Running.Stack.Output("accessClientSecret"));
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return answer.RootElement.TryGetProperty("error", out var error) ? error.GetProperty("code").GetString() : null;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Running.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private HttpClient CreateClient()
    {
        var anchors = new X509Certificate2Collection();
        anchors.ImportFromPemFile(Path.Combine(Running.State.CertificateFolder, "authority.pem"));
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(anchors);
        return new(
            new SocketsHttpHandler
            {
                UseProxy = false,
                SslOptions = new() { CertificateChainPolicy = policy },
                ConnectCallback = async (context, cancellationToken) =>
                {
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                    await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port), cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        );
    }
}
