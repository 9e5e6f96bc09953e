using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace NanoClaw.Agents.Bench;

/// <summary>
/// One run through this library, beside the same run by a bare HttpClient, against the same server: few events show the
/// cost of a call, many that of an event.
/// </summary>
[Config(typeof(InProcess))]
[MemoryDiagnoser]
[HideColumns("Error", "RatioSD", "Job", "Toolchain")]
public class AgentCallBenchmarks
{
    private Rig _rig = null!;

    [Params(1, 600)]
    public int Deltas { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync() => _rig = await Rig.StartAsync(Deltas);

    [GlobalCleanup]
    public ValueTask TearDownAsync() => _rig.DisposeAsync();

    [Benchmark(Baseline = true)]
    public Task<int> Bare() => _rig.BareAsync();

    [Benchmark]
    public Task<int> Agents() => _rig.AgentsAsync();

    private sealed class InProcess : ManualConfig
    {
        public InProcess() => AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
