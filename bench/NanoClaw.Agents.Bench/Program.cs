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

if (args is ["short"])
{
    await PairedComparison.RunAsync(deltas: 1, batches: 800, callsABatch: 50);
    return;
}

if (args is ["paired"])
{
    await PairedComparison.RunAsync(deltas: 1, batches: 800, callsABatch: 50);
    await PairedComparison.RunAsync(deltas: 600, batches: 400, callsABatch: 20);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(AgentCallBenchmarks).Assembly).Run(args);
