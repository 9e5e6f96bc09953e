using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NanoClaw.Host.Telemetry;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace NanoClaw.Host.Tests;

public sealed class TelemetryTests
{
    private const string Secret = "s3cret-of-the-collector";

    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("grpc")]
    public async Task A_runs_spans_lines_and_measurements_reach_the_collector_under_one_id_without_a_word_of_what_was_said(string protocol)
    {
        await using var collector = await OtlpCollector.StartAsync(protocol is "grpc");
        using var services = Build(
            (TelemetrySettings.EndpointKey, collector.Address),
            (TelemetrySettings.ProtocolKey, protocol),
            (TelemetrySettings.HeadersKey, $"authorization={Secret}")
        );
        var (metrics, traces, logs) = ProvidersOf(services);
        using var agents = new ActivitySource("NanoClaw.Agents");
        using var http = new ActivitySource("System.Net.Http");
        // Whatever is asked of the log at home: nothing of it leaves.
        await using var world = await World.CreateAsync(options => options with { LogContents = true });
        await AttachAsync(world, services);
        world.Worker.Answer = _ => [Action("send_message", new { text = "a confidential answer" }), new Agents.AgentEvent.Output("a confidential answer #1")];
        world.Worker.FailureText = "a confidential failure";
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Fails));
        world.Channel.FailureText = message => $"confidential: {message.Text}";
        world.Channel.Failures.Enqueue(false);

        await world.SayAsync(World.Family, "a confidential question");
        await world.SettleAsync();
        await world.SayAsync(World.Family, "another confidential question");
        await world.SettleAsync();
        agents.StartActivity("agent.call")?.Dispose();
        http.StartActivity("an address with a token")?.Dispose();
        services
            .GetRequiredService<ILoggerFactory>()
            .CreateLogger("System.Net.Http.HttpClient")
            .Log(LogLevel.Error, default, "an address with a token", null, static (text, _) => text);
        Assert.True(metrics.ForceFlush() && traces.ForceFlush() && logs.ForceFlush());

        Assert.Empty(collector.Mistakes);
        var traced = new Dictionary<RunStatus, List<string>> { [RunStatus.Succeeded] = [], [RunStatus.Failed] = [] };
        foreach (var run in await world.Store.Runs.ListAsync(new RunFilter(), TestContext.Current.CancellationToken))
        {
            var span = Assert.Single(
                collector.Of("traces").SelectMany(OtlpData.Spans),
                span => span.Name == "nanoclaw.run" && span.Attributes["nanoclaw.run_id"] == run.RunId
            );
            var lines = collector
                .Of("logs")
                .SelectMany(OtlpData.Logs)
                .Where(line => line.Attributes.GetValueOrDefault("nanoclaw.run_id") == run.RunId)
                .ToList();
            Assert.Contains(lines, line => line.Event == (run.Status is RunStatus.Failed ? "run_failed" : "effect_decided"));
            Assert.All(lines, line => Assert.Equal((span.TraceId, "family"), (line.TraceId, line.Attributes["nanoclaw.group"])));
            traced[run.Status].Add(span.TraceId);
        }

        // A measurement keeps one example of those that are alike.
        var examples = collector
            .Of("metrics")
            .SelectMany(OtlpData.Metrics)
            .Where(metric => metric.Name == "nanoclaw_run_seconds")
            .SelectMany(metric => metric.Traces)
            .ToHashSet(StringComparer.Ordinal);
        Assert.All(traced.Values, runs => Assert.Contains(runs, examples.Contains));

        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal)
            {
                "nanoclaw_messages_received_total",
                "nanoclaw_answer_seconds",
                "nanoclaw_run_seconds",
                "dotnet.gc.collections",
            },
            collector.Of("metrics").SelectMany(OtlpData.Metrics).Select(metric => metric.Name).ToHashSet(StringComparer.Ordinal)
        );
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal) { "nanoclaw.run", "nanoclaw.send", "agent.call" },
            collector.Of("traces").SelectMany(OtlpData.Spans).Select(span => span.Name).ToHashSet(StringComparer.Ordinal)
        );
        Assert.Equal(
            ["nanoclaw"],
            new[] { "metrics", "traces", "logs" }
                .SelectMany(collector.Of)
                .Select(request => OtlpData.Resource(request)["service.name"])
                .Distinct(StringComparer.Ordinal)
        );
        foreach (var unsaid in new[] { "confidential", World.Family, "Ann", "ann@", Secret, "a token" })
        {
            Assert.All(new[] { "metrics", "traces", "logs" }, signal => Assert.DoesNotContain(unsaid, collector.Raw(signal), StringComparison.Ordinal));
        }

        Assert.DoesNotContain("family", collector.Raw("metrics") + collector.Raw("traces"), StringComparison.Ordinal);
        Assert.All(collector.Received, received => Assert.Equal(Secret, received.Authorization));
    }

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

    private static (MeterProvider Metrics, TracerProvider Traces, LoggerProvider Logs) ProvidersOf(ServiceProvider services) =>
        (services.GetRequiredService<MeterProvider>(), services.GetRequiredService<TracerProvider>(), services.GetRequiredService<LoggerProvider>());

    /// <summary>From now on the world's log goes to the collector too.</summary>
    private static Task AttachAsync(World world, ServiceProvider services)
    {
        world.Log.Also = services.GetRequiredService<ILoggerFactory>();
        return world.RestartAsync();
    }

    private static Agents.AgentEvent.ActionRequested Action(string name, object arguments) =>
        new(Guid.NewGuid().ToString("N"), name, JsonSerializer.SerializeToElement(arguments));

    private static ServiceProvider Build(params (string Key, string? Value)[] settings) =>
        new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace))
            .AddNanoClawTelemetry(
                new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))).Build()
            )
            .BuildServiceProvider();
}
