using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NanoClaw.Host.Telemetry;
using NanoClaw.Host.Tests.Support;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace NanoClaw.Host.Tests;

public sealed class TelemetryTests
{
    private const string Secret = "s3cret-of-the-collector";

    [Fact]
    public async Task Metrics_and_traces_reach_the_collector_without_a_word_of_what_was_said()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        using var services = Build(
            (TelemetrySettings.EndpointKey, collector.Address), (TelemetrySettings.HeadersKey, $"authorization={Secret}"));
        var (metrics, traces) = (services.GetRequiredService<MeterProvider>(), services.GetRequiredService<TracerProvider>());
        using var agents = new ActivitySource("NanoClaw.Agents");
        using var http = new ActivitySource("System.Net.Http");
        await using var world = await World.CreateAsync();
        world.Worker.Answer = _ => [new Agents.AgentEvent.Output("a confidential answer #1")];
        world.Channel.Failures.Enqueue(false);

        await world.SayAsync(World.Family, "a confidential question");
        await world.SettleAsync();
        agents.StartActivity("agent.call")?.Dispose();
        http.StartActivity("an address with a token")?.Dispose();
        Assert.True(metrics.ForceFlush());
        Assert.True(traces.ForceFlush());

        var (measured, traced) = (collector.All("/v1/metrics"), collector.All("/v1/traces"));
        foreach (var name in new[] { "nanoclaw_messages_received_total", "nanoclaw_answer_seconds", "nanoclaw_run_seconds", "dotnet.gc.collections", "nanoclaw" })
        {
            Assert.Contains(name, measured, StringComparison.Ordinal);
        }

        foreach (var name in new[] { "nanoclaw.run", "nanoclaw.send", "agent.call", "failed", "sent", "success" })
        {
            Assert.Contains(name, traced, StringComparison.Ordinal);
        }

        foreach (var unsaid in new[] { "confidential", World.Family, "family", "Ann", Secret, "a token" })
        {
            Assert.DoesNotContain(unsaid, measured + traced, StringComparison.Ordinal);
        }

        Assert.All(collector.Received, received => Assert.Equal(Secret, received.Authorization));
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
    public void A_wrong_setting_stops_the_start_and_names_its_key(string endpoint, string? headers, string? protocol, string named)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Build(
            (TelemetrySettings.EndpointKey, endpoint), (TelemetrySettings.HeadersKey, headers), (TelemetrySettings.ProtocolKey, protocol)));

        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("password@", exception.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Build(params (string Key, string? Value)[] settings) => new ServiceCollection()
        .AddNanoClawTelemetry(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)))
            .Build())
        .BuildServiceProvider();
}
