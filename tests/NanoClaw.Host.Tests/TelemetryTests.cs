using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NanoClaw.Host.Telemetry;
using NanoClaw.Host.Tests.Support;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using static NanoClaw.Host.Tests.Support.Exporting;

namespace NanoClaw.Host.Tests;

public sealed class TelemetryTests
{
    private const string Secret = "s3cret-of-the-collector";

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
                // It is tried at once, and fails by itself.
                traces.ForceFlush();
                logs.ForceFlush();
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

    [Theory]
    [InlineData(TelemetrySettings.LogsKey, "logs")]
    [InlineData(TelemetrySettings.TracesKey, "traces")]
    [InlineData(TelemetrySettings.MetricsKey, "metrics")]
    public async Task Each_of_the_three_can_be_left_out(string key, string signal)
    {
        await using var collector = await OtlpCollector.StartAsync(isGrpc: false);
        await using var services = Build((TelemetrySettings.EndpointKey, collector.Address), (key, "none"));
        await using var world = await World.CreateAsync();
        services.GetService<MeterProvider>();
        services.GetService<TracerProvider>();
        await AttachAsync(world, services);

        await world.SayAsync(World.Family);
        await world.SettleAsync();
        await services.DisposeAsync();

        Assert.Equal(
            new[] { "logs", "metrics", "traces" }.Except([signal], StringComparer.Ordinal),
            collector.Received.Select(received => received.Signal).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Without_an_endpoint_nothing_is_set_up()
    {
        using var services = Build();

        Assert.Null(services.GetService<MeterProvider>());
        Assert.Null(services.GetService<TracerProvider>());
    }

    [Fact]
    public void OpenTelemetry_can_be_switched_off_by_its_own_key()
    {
        using var services = Build((TelemetrySettings.EndpointKey, "http://localhost:4318"), (TelemetrySettings.DisabledKey, "true"));

        Assert.Null(services.GetService<TracerProvider>());
    }

    [Theory]
    [InlineData("collector:4318", null, null, TelemetrySettings.EndpointKey)]
    [InlineData("https://name:password@collector.example", null, null, TelemetrySettings.EndpointKey)]
    [InlineData("http://collector.example:4318", "authorization=" + Secret, null, "https")]
    [InlineData("http://localhost:4318", null, "http/json", TelemetrySettings.ProtocolKey)]
    [InlineData("http://localhost:4318", null, null, TelemetrySettings.LogsKey, "console")]
    public void A_wrong_setting_stops_the_start_and_names_its_key(string endpoint, string? headers, string? protocol, string named, string? logs = null)
    {
        var exception = Assert.Throws<OptionsValidationException>(() =>
            Build(
                (TelemetrySettings.EndpointKey, endpoint),
                (TelemetrySettings.HeadersKey, headers),
                (TelemetrySettings.ProtocolKey, protocol),
                (TelemetrySettings.LogsKey, logs)
            )
        );

        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("password@", exception.Message, StringComparison.Ordinal);
    }
}
