using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NanoClaw.Host.Telemetry;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using static NanoClaw.Host.Tests.Support.Exporting;

namespace NanoClaw.Host.Tests;

/// <summary>
/// What a run leaves at a collector. It runs alone: meters of one name count as one, so the runs of other tests would be measured too.
/// </summary>
[Collection(nameof(Alone))]
public sealed class RunTelemetryTests
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

    private static Agents.AgentEvent.ActionRequested Action(string name, object arguments) =>
        new(Guid.NewGuid().ToString("N"), name, JsonSerializer.SerializeToElement(arguments));

    [CollectionDefinition(nameof(Alone), DisableParallelization = true)]
    public sealed class Alone;
}
