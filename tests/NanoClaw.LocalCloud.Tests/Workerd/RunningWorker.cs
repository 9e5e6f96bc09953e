namespace NanoClaw.LocalCloud.Tests;

/// <summary>A declared Worker in a real workerd.</summary>
internal sealed class RunningWorker : IAsyncDisposable
{
    private readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(30) };

    private RunningWorker(WorkerdSupervisor supervisor, WorkerdConfiguration configuration)
    {
        Supervisor = supervisor;
        Configuration = configuration;
    }

    public WorkerdSupervisor Supervisor { get; }

    public WorkerdConfiguration Configuration { get; }

    public static async Task<RunningWorker> StartAsync(TemporaryFolder folder, DeclaredStack stack, string? edgeAddress = null, WorkerdEvents? events = null)
    {
        var configuration = WorkerdConfiguration.Of(DeclaredWorker.In(stack), new WorkerdSurroundings
        {
            EdgeAddress = edgeAddress,
            DurableObjectsFolder = folder.Sub("objects"),
        });
        var supervisor = await WorkerdSupervisor.StartAsync(
            WorkerdBinary.Find(), folder.Sub("worker"), configuration, events ?? new WorkerdEvents(), TimeProvider.System, TestContext.Current.CancellationToken);
        return new RunningWorker(supervisor, configuration);
    }

    public async Task<string> GetAsync(string path, string host = "agent.localhost", string scheme = "https")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Supervisor.Address!, path));
        request.Headers.Host = host;
        request.Headers.Add(WorkerdConfiguration.ForwardedProtoHeader, scheme);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Supervisor.DisposeAsync();
    }
}
