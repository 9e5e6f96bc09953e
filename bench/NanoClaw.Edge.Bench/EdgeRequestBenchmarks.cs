using BenchmarkDotNet.Attributes;

namespace NanoClaw.Edge.Bench;

/// <summary>One request through the local edge, beside the same Kestrel and YARP without it, and the Worker's server alone.</summary>
[MemoryDiagnoser]
public class EdgeRequestBenchmarks
{
    private Servers _servers = null!;

    [GlobalSetup]
    public async Task StartAsync() => _servers = await Servers.StartAsync();

    [GlobalCleanup]
    public async Task StopAsync() => await _servers.DisposeAsync();

    [Benchmark]
    public Task Direct() => _servers.SendAsync(_servers.WorkerPort, https: false);

    [Benchmark(Baseline = true)]
    public Task KestrelAndYarp() => _servers.SendAsync(_servers.ProxyPort, https: true);

    [Benchmark]
    public Task LocalEdge() => _servers.SendAsync(_servers.EdgePort, https: true);
}
