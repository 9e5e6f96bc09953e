using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace NanoClaw.Agents.Tests;

/// <summary>Whoever reads a run's events step by step finds what every enumerator promises.</summary>
public sealed class ReadingTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_that_is_over_stays_over_and_is_counted_once(bool succeeds)
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Streams(succeeds ? TestRun.Success : TestRun.Started() + TestRun.Error(2, AgentErrorCodes.ModelUnavailable));
        using var runtime = Runtime(worker);
        using var runs = new MetricCollector<long>(_services.GetRequiredService<IMeterFactory>(), "NanoClaw.Agents", "nanoclaw.agent.runs");
        var events = runtime.StreamAsync(TestRun.Request, TestRun.Options).GetAsyncEnumerator();

        var failure = await Record.ExceptionAsync(async () =>
        {
            while (await events.MoveNextAsync()) { }
        });

        Assert.Equal(succeeds, failure is null);
        Assert.Single(runs.GetMeasurementSnapshot());
        Assert.False(await events.MoveNextAsync());
        await events.DisposeAsync();
        await events.DisposeAsync();
        Assert.False(await events.MoveNextAsync());
        Assert.Single(runs.GetMeasurementSnapshot());
        Assert.Single(worker.Calls);
    }

    [Fact]
    public async Task What_nobody_reads_asks_nobody()
    {
        await using var worker = await StubWorker.StartAsync();
        using var runtime = Runtime(worker);

        await runtime.StreamAsync(TestRun.Request, TestRun.Options).GetAsyncEnumerator().DisposeAsync();

        Assert.Empty(worker.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_callers_token_and_the_readers_each_end_a_run(bool callers)
    {
        using var caller = new CancellationTokenSource();
        using var reader = new CancellationTokenSource();
        await using var worker = await StubWorker.StartAsync();
        worker.Answers(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.WriteAsync(TestRun.Utf8(TestRun.Started()), context.RequestAborted);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var runtime = Runtime(worker);
        await using var events = runtime.StreamAsync(TestRun.Request, TestRun.Options, caller.Token).GetAsyncEnumerator(reader.Token);
        Assert.True(await events.MoveNextAsync());
        var next = events.MoveNextAsync().AsTask();

        await (callers ? caller : reader).CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task A_run_may_be_read_again_under_its_id()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Streams(TestRun.Success).Streams(TestRun.Success);
        using var runtime = Runtime(worker);
        var run = runtime.StreamAsync(TestRun.Request, TestRun.Options);

        Assert.Equal(await run.ListAsync(), await run.ListAsync());
        Assert.All(worker.Calls, call => Assert.Equal(TestRun.Id, call.Header("Idempotency-Key")));
    }

    public void Dispose() => _services.Dispose();

    private CloudflareAgentRuntime Runtime(StubWorker worker) =>
        new(worker.Options(o => o.MaxRetries = 0), new FixedCredentials(), meterFactory: _services.GetRequiredService<IMeterFactory>());
}
