using BenchmarkDotNet.Running;
using NanoClaw.Agents.Bench;

if (args is ["serve"])
{
    await using var server = await CannedServer.StartAsync(deltas: 3);
    Console.WriteLine($"CLOUDFLARE_AGENT_ENDPOINT={server.Endpoint}");
    Console.WriteLine($"CLOUDFLARE_AGENT_CA_FILE={server.CaFile}");
    Console.WriteLine("CLOUDFLARE_AGENT_TOKEN=any");
    await server.StoppedAsync();
    return;
}

if (args is ["paired"])
{
    await PairedComparison.RunAsync(deltas: 1, batches: 40, callsABatch: 500);
    await PairedComparison.RunAsync(deltas: 600, batches: 40, callsABatch: 100);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(AgentCallBenchmarks).Assembly).Run(args);
