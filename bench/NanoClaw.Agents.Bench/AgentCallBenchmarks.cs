using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace NanoClaw.Agents.Bench;

/// <summary>One run through this library, beside the same run by a bare HttpClient, against the same server: few events show the cost of a call, many that of an event.</summary>
[Config(typeof(InProcess))]
[MemoryDiagnoser]
[HideColumns("Error", "RatioSD", "Job", "Toolchain")]
public class AgentCallBenchmarks
{
    private static readonly AgentRequest Request = new() { Prompt = "What is on today?", GroupFolder = "family", ChatJid = "123@g.us", IsMain = false };
    private static readonly BareRequest BareBody = new("What is on today?", "family", "123@g.us", IsMain: false);

    private Rig _rig = null!;

    [Params(1, 600)]
    public int Deltas { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync() => _rig = await Rig.StartAsync(Deltas);

    [GlobalCleanup]
    public ValueTask TearDownAsync() => _rig.DisposeAsync();

    [Benchmark(Baseline = true)]
    public Task<int> Bare() => _rig.Bare.RunAsync(BareBody);

    [Benchmark]
    public async Task<int> Agents()
    {
        var length = 0;
        await foreach (var item in _rig.Runtime.StreamAsync(Request))
        {
            length += (item as AgentEvent.Delta)?.Text.Length ?? 0;
        }

        return length;
    }

    /// <summary>The server and its two clients.</summary>
    private sealed record Rig(CannedServer Server, BareClient Bare, CloudflareAgentRuntime Runtime) : IAsyncDisposable
    {
        public static async Task<Rig> StartAsync(int deltas)
        {
            var server = await CannedServer.StartAsync(deltas);
            var options = new CloudflareAgentOptions { Endpoint = server.Endpoint, CaFile = server.CaFile };
            return new Rig(server, new BareClient(server.Endpoint), new CloudflareAgentRuntime(options, new FixedCredentials()));
        }

        public async ValueTask DisposeAsync()
        {
            Bare.Dispose();
            Runtime.Dispose();
            await Server.DisposeAsync();
        }
    }

    private sealed class FixedCredentials : IAgentCredentialSource
    {
        private readonly AgentCredentials _credentials = new() { Token = "token", AccessClientId = "id.access", AccessClientSecret = "secret" };

        public ValueTask<AgentCredentials> GetAsync(bool reread, CancellationToken cancellationToken) => ValueTask.FromResult(_credentials);
    }

    private sealed class InProcess : ManualConfig
    {
        public InProcess() => AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
