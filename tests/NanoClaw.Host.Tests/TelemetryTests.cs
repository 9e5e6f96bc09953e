using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NanoClaw.Host.Telemetry;
using NanoClaw.Host.Tests.Support;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using static NanoClaw.Host.Tests.Support.Exporting;

namespace NanoClaw.Host.Tests;

/// <summary>What of the telemetry goes out, by the settings.</summary>
public sealed class TelemetryTests
{
    private const string Secret = "s3cret-of-the-collector";

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
