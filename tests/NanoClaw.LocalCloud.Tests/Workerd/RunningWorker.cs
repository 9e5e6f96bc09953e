using System.Net.Sockets;

namespace NanoClaw.LocalCloud.Tests;

/// <summary>A declared Worker in a real workerd.</summary>
internal sealed class RunningWorker : IAsyncDisposable
{
    private readonly HttpClient _client;

    private RunningWorker(WorkerdSupervisor supervisor, WorkerdConfiguration configuration)
    {
        Supervisor = supervisor;
        _client = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync, PooledConnectionLifetime = TimeSpan.Zero })
        {
            Timeout = TimeSpan.FromMinutes(2),
        };
        Configuration = configuration;
    }

    public WorkerdSupervisor Supervisor { get; }

    public WorkerdConfiguration Configuration { get; }

    public static async Task<RunningWorker> StartAsync(TemporaryFolder folder, DeclaredStack stack, string? edgeAddress = null, WorkerdEvents? events = null)
    {
        var workers = DeclaredWorker.AllIn(stack);
        var configuration = WorkerdConfiguration.Of(
            workers[0],
            new WorkerdSurroundings
            {
                EdgeAddress = edgeAddress,
                DurableObjectsFolder = folder.Sub("objects"),
                BucketsFolder = folder.Sub("buckets"),
            },
            [.. workers.Skip(1)]
        );
        var supervisor = await WorkerdSupervisor.StartAsync(
            WorkerdBinary.Find(),
            folder.Sub("worker"),
            configuration,
            events ?? new WorkerdEvents(),
            TimeProvider.System,
            TestContext.Current.CancellationToken
        );
        return new RunningWorker(supervisor, configuration);
    }

    /// <param name="path">Of what.</param>
    /// <param name="host">The hostname that is asked.</param>
    /// <param name="scheme">As the edge tells it.</param>
    /// <param name="script">The Worker that is asked.</param>
    public async Task<string> GetAsync(string path, string host = "agent.localhost", string scheme = "https", string script = "tiny")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://{script}{path}"));
        request.Headers.Host = host;
        request.Headers.Add(WorkerdConfiguration.ForwardedProtoHeader, scheme);
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Supervisor.DisposeAsync();
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Supervisor.Addresses[context.DnsEndPoint.Host].LocalPath), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
