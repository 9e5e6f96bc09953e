namespace NanoClaw.Agents.Tests;

/// <summary>A call is sent again only where the run cannot happen twice by it, and only after the wait that is due.</summary>
public sealed class RetryTests
{
    private readonly SkippingTime _time = new();

    [Theory]
    [InlineData(429, "rate_limited", 12)]
    [InlineData(429, "group_busy", 3)]
    [InlineData(503, "model_rate_limited", 5)]
    [InlineData(503, "unavailable", 5)]
    public async Task A_refusal_that_passes_is_tried_again_after_at_least_what_was_asked_for(int status, string code, int seconds)
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Refuses(status, code, retryAfter: seconds).Streams(TestRun.Success);
        using var runtime = Runtime(worker);

        await runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync();

        Assert.Equal(2, worker.Calls.Count);
        Assert.Single(worker.Calls.Select(c => (c.Body, c.Header("Idempotency-Key"))).Distinct());
        var wait = Assert.Single(_time.Waits);
        Assert.InRange(wait, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds + 1));
    }

    [Theory]
    [InlineData(400, "invalid_request", null)]
    [InlineData(409, "run_conflict", null)]
    [InlineData(429, "run_cap_reached", 5)]
    [InlineData(503, "misconfigured", null)]
    [InlineData(500, "internal", null)]
    [InlineData(502, "model_refused", null)]
    [InlineData(504, "turn_timeout", null)]
    public async Task Any_other_refusal_is_not(int status, string code, int? seconds)
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Refuses(status, code, retryAfter: seconds);
        using var runtime = Runtime(worker);

        await Assert.ThrowsAnyAsync<AgentException>(() => runtime.StreamAsync(TestRun.Request).ListAsync());

        Assert.Single(worker.Calls);
        Assert.Empty(_time.Waits);
    }

    [Fact]
    public async Task A_wait_longer_than_the_longest_is_handed_to_the_caller()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Refuses(429, "rate_limited", retryAfter: 61);
        using var runtime = Runtime(worker);

        var failure = await Assert.ThrowsAsync<AgentRateLimitedException>(() => runtime.StreamAsync(TestRun.Request).ListAsync());

        Assert.Equal(TimeSpan.FromSeconds(61), failure.RetryAfter);
        Assert.Single(worker.Calls);
    }

    [Fact]
    public async Task Waits_grow_and_have_chance_in_them()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Answers(522, "text/html", "<html/>");
        using var never = Runtime(worker, jitter: 0);
        using var always = Runtime(worker, jitter: 1);

        await Assert.ThrowsAsync<AgentUnavailableException>(() => never.StreamAsync(TestRun.Request).ListAsync());
        var shortest = _time.Waits.ToList();
        _time.Waits.Clear();
        await Assert.ThrowsAsync<AgentUnavailableException>(() => always.StreamAsync(TestRun.Request).ListAsync());

        Assert.Equal([0.25, 0.5, 1, 2, 4], shortest.Select(w => w.TotalSeconds));
        Assert.Equal([0.5, 1, 2, 4, 8], _time.Waits.Select(w => w.TotalSeconds));
    }

    [Theory]
    [InlineData("model_rate_limited")]
    [InlineData("model_overloaded")]
    [InlineData("model_unavailable")]
    public async Task A_run_that_failed_for_a_passing_reason_before_it_gave_anything_begins_again_under_its_id(string code)
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Streams(TestRun.Started() + TestRun.Usage(2) + TestRun.Error(3, code, retryAfter: 9)).Streams(TestRun.Success);
        using var runtime = Runtime(worker);

        var events = await runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync();

        Assert.Equal([1, 2, 1, 2, 3, 4], events.Select(e => e.EventId));
        Assert.All(worker.Calls, call => Assert.Equal((TestRun.Id, null), (call.Header("Idempotency-Key"), call.Header("Last-Event-ID"))));
        Assert.True(Assert.Single(_time.Waits) >= TimeSpan.FromSeconds(9));
    }

    [Fact]
    public async Task A_run_that_fails_so_each_time_is_given_up_like_any_other()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Streams(TestRun.Started() + TestRun.Usage(2) + TestRun.Error(3, "model_overloaded", retryAfter: 9));
        using var runtime = Runtime(worker);

        var failure = await Assert.ThrowsAsync<AgentUnavailableException>(() => runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync());

        Assert.Equal(TimeSpan.FromSeconds(9), failure.RetryAfter);
        Assert.Equal(6, worker.Calls.Count);
    }

    [Fact]
    public async Task The_same_failure_after_a_piece_of_the_answer_ends_the_run()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Streams(TestRun.Started() + TestRun.Delta(2, "Hi") + TestRun.Error(3, "model_overloaded", retryAfter: 9));
        using var runtime = Runtime(worker);

        await Assert.ThrowsAsync<AgentUnavailableException>(() => runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync());

        Assert.Single(worker.Calls);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task The_same_failure_of_a_run_that_the_caller_only_takes_up_ends_it(int lastEventId)
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Streams((lastEventId == 0 ? TestRun.Started() + TestRun.Usage(2) : "") + TestRun.Error(3, "model_overloaded", retryAfter: 9));
        using var runtime = Runtime(worker);

        await Assert.ThrowsAsync<AgentUnavailableException>(() =>
            runtime.StreamAsync(TestRun.Request, new AgentRunOptions { RunId = TestRun.Id, LastEventId = lastEventId }).ListAsync()
        );

        Assert.Equal(lastEventId.ToString(), Assert.Single(worker.Calls).Header("Last-Event-ID"));
    }

    [Fact]
    public async Task An_endpoint_that_comes_up_late_is_reached()
    {
        await using var worker = await StubWorker.StartAsync();
        worker
            .Answers(context =>
            {
                context.Abort();
                return Task.CompletedTask;
            })
            .Streams(TestRun.Success);
        using var runtime = Runtime(worker);

        var events = await runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync();

        Assert.Equal(4, events.Count);
    }

    [Fact]
    public async Task Cancelling_during_a_wait_ends_it()
    {
        using var cancel = new CancellationTokenSource();
        await using var worker = await StubWorker.StartAsync();
        worker.Answers(async context =>
        {
            context.Response.StatusCode = 522;
            await context.Response.CompleteAsync();
        });

        // This clock never moves, so that the wait ends by nothing else.
        var still = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials(), time: still);
        var run = runtime.StreamAsync(TestRun.Request, cancellationToken: cancel.Token).ListAsync();
        while (worker.Calls.IsEmpty)
        {
            await Task.Yield();
        }

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    private CloudflareAgentRuntime Runtime(StubWorker worker, double jitter = 0) =>
        new(worker.Options(), new FixedCredentials(), time: _time) { Jitter = () => jitter };
}
