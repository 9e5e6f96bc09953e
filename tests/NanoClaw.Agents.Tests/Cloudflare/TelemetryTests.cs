using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace NanoClaw.Agents.Tests;

/// <summary>What an operator sees of the runs.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task A_run_counts_itself_its_time_its_tokens_its_resumes_and_retries()
    {
        await using var worker = await StubWorker.StartAsync();
        worker
            .Refuses(429, "rate_limited", retryAfter: 1)
            .StreamsAndBreaks(TestRun.Utf8(TestRun.Started() + TestRun.Output(2, "Hi.")), politely: true)
            .Streams(TestRun.Usage(3) + TestRun.Done(4));
        using var runs = Collect<long>("nanoclaw.agent.runs");
        using var durations = Collect<double>("nanoclaw.agent.run.duration");
        using var firsts = Collect<double>("nanoclaw.agent.time_to_first_output");
        using var resumes = Collect<long>("nanoclaw.agent.resumes");
        using var retries = Collect<long>("nanoclaw.agent.retries");
        using var tokens = Collect<long>("nanoclaw.agent.tokens");
        var time = new SkippingTime();
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials(), time: time, meterFactory: Meters) { Jitter = () => 0 };

        await runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync();

        Assert.Equal("success", Assert.Single(runs.GetMeasurementSnapshot()).Tags["nanoclaw.outcome"]);
        Assert.Equal(time.Waits.Sum(w => w.TotalSeconds), Assert.Single(durations.GetMeasurementSnapshot()).Value, precision: 3);
        Assert.Equal(1.125, Assert.Single(firsts.GetMeasurementSnapshot()).Value, precision: 3);
        Assert.Equal(1, Assert.Single(resumes.GetMeasurementSnapshot()).Value);
        Assert.Equal(["rate_limited", "connection_failed"], retries.GetMeasurementSnapshot().Select(m => m.Tags["nanoclaw.reason"]));
        Assert.Equal([("input", 3L), ("output", 2L)], tokens.GetMeasurementSnapshot().Select(m => ((string)m.Tags["nanoclaw.direction"]!, m.Value)));
    }

    [Fact]
    public async Task A_servers_new_word_does_not_become_a_new_series()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Refuses(400, "a_word_of_tomorrow");
        using var runs = Collect<long>("nanoclaw.agent.runs");
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials(), meterFactory: Meters);

        await Assert.ThrowsAsync<AgentRunFailedException>(() => runtime.StreamAsync(TestRun.Request).ListAsync());

        Assert.Equal("other", Assert.Single(runs.GetMeasurementSnapshot()).Tags["nanoclaw.outcome"]);
    }

    [Fact]
    public async Task A_caller_that_leaves_early_is_a_cancelled_run()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Streams(TestRun.Success);
        using var runs = Collect<long>("nanoclaw.agent.runs");
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials(), meterFactory: Meters);

        await foreach (var _ in runtime.StreamAsync(TestRun.Request, TestRun.Options))
        {
            break;
        }

        Assert.Equal("cancelled", Assert.Single(runs.GetMeasurementSnapshot()).Tags["nanoclaw.outcome"]);
    }

    [Fact]
    public async Task Every_call_of_a_run_is_traced_below_the_run_and_the_run_below_its_caller()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.StreamsAndBreaks(TestRun.Utf8(TestRun.Started()), politely: true).Streams(TestRun.Done(2));
        using var witness = new Witness();
        using var source = new ActivitySource("caller");
        using var caller = source.StartActivity("turn");
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials(), time: new SkippingTime());

        await runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync();

        var mine = witness.Activities.Where(a => a.TraceId == caller!.TraceId).ToList();
        var run = Assert.Single(mine, a => a.OperationName == "agent.run");
        Assert.Equal(caller!.SpanId, run.ParentSpanId);
        Assert.Equal(ActivityStatusCode.Ok, run.Status);
        Assert.Equal(TestRun.Id, run.GetTagItem("nanoclaw.run_id"));
        var calls = mine.Where(a => a.OperationName == "agent.call").ToList();
        Assert.All(calls, call => Assert.Equal((run.SpanId, 200), (call.ParentSpanId, call.GetTagItem("http.response.status_code"))));
        Assert.Equal([0, 1], calls.Select(call => call.GetTagItem("http.request.resend_count")));
        Assert.Same(caller, Activity.Current);
    }

    private MetricCollector<T> Collect<T>(string instrument)
        where T : struct => new(Meters, "NanoClaw.Agents", instrument);
}
