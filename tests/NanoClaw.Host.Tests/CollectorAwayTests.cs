using NanoClaw.Host.Telemetry;
using NanoClaw.Host.Tests.Support;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using static NanoClaw.Host.Tests.Support.Exporting;

namespace NanoClaw.Host.Tests;

/// <summary>A collector is for looking on: no message waits for it.</summary>
public sealed class CollectorAwayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http/protobuf", "Refuses")]
    [InlineData("grpc", "Refuses")]
    [InlineData("http/protobuf", "Hangs")]
    [InlineData("grpc", "Hangs")]
    [InlineData("http/protobuf", "gone")]
    [InlineData("grpc", "gone")]
    public async Task A_collector_that_is_away_holds_up_nobody_and_loses_no_message(string protocol, string how)
    {
        await using var collector = await OtlpCollector.StartAsync(protocol is "grpc");
        collector.State = Enum.TryParse<CollectorState>(how, out var state) ? state : CollectorState.Takes;
        var address = how is "gone" ? $"http://127.0.0.1:{UnusedPort.Next()}" : collector.Address;
        await using var world = await World.CreateAsync();
        var services = Build((TelemetrySettings.EndpointKey, address), (TelemetrySettings.ProtocolKey, protocol));
        var (_, traces, logs) = ProvidersOf(services);
        await AttachAsync(world, services);

        for (var number = 1; number <= 20; number++)
        {
            await world.SayAsync(World.Family, $"question #{number}");
            await world.SettleAsync();
            if (number == 1)
            {
                // It is tried at once, and fails by itself; each for its part, as they do when nobody hurries them.
                await Task.WhenAll(Task.Run(() => traces.ForceFlush(), Token), Task.Run(() => logs.ForceFlush(), Token));
            }
        }

        Assert.Equal(20, world.Channel.Sent.Count);
        Assert.All(Enumerable.Range(1, 20), number => Assert.Contains(world.Channel.Sent, sent => sent.Text.EndsWith($"#{number}", StringComparison.Ordinal)));
        Assert.True(how is "gone" || collector.Requests > 0);
        // The end does not wait for it either.
        await services.DisposeAsync();
        await world.SayAsync(World.Family, "question #21");
        await world.SettleAsync();
        Assert.Equal(21, world.Channel.Sent.Count);
    }
}
