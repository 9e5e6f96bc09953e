using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace NanoClaw.Agents.Tests;

/// <summary>The deadline is about silence, and any byte breaks it; the total is about everything.</summary>
public sealed class DeadlineTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(120);

    private readonly WatchedTime _time = new();

    [Fact]
    public async Task Silence_before_the_first_byte_ends_the_run_and_names_the_key()
    {
        var asked = new TaskCompletionSource();
        await using var worker = await StubWorker.StartAsync();
        worker.Answers(context =>
        {
            asked.SetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var runtime = Runtime(worker);
        var run = runtime.StreamAsync(TestRun.Request).ListAsync();
        await asked.Task;

        _time.Advance(Idle);

        var failure = await Assert.ThrowsAsync<AgentTimeoutException>(() => run);
        Assert.Equal(AgentErrorCodes.Timeout, failure.Code);
        Assert.Contains("CLOUDFLARE_REQUEST_TIMEOUT", failure.Message);
        Assert.Contains("120 s", failure.Message);
    }

    [Fact]
    public async Task Comment_lines_keep_a_run_alive_beyond_the_timeout()
    {
        await using var worker = await StubWorker.StartAsync();
        var server = new Conversation(worker);
        using var runtime = Runtime(worker);
        await using var events = runtime.StreamAsync(TestRun.Request, TestRun.Options).GetAsyncEnumerator();
        server.Say(TestRun.Started());
        Assert.True(await events.MoveNextAsync());
        var next = events.MoveNextAsync().AsTask();

        for (var i = 0; i < 5; i++)
        {
            _time.Advance(Idle - TimeSpan.FromSeconds(1));
            Assert.False(next.IsCompleted);
            await server.SayAndBeHeardAsync(": keep-alive\n\n", _time);
        }

        server.Say(TestRun.Done(2));
        Assert.True(await next);
        Assert.IsType<AgentEvent.Done>(events.Current);
    }

    [Fact]
    public async Task The_time_a_caller_takes_over_an_event_is_not_the_servers_silence()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Streams(TestRun.Success);
        using var runtime = Runtime(worker);

        var result = await runtime.RunAsync(
            TestRun.Request,
            (_, _) =>
            {
                _time.Advance(Idle * 3);
                return Task.CompletedTask;
            },
            TestRun.Options
        );

        Assert.Equal("s_1", result.NewSessionId);
    }

    [Fact]
    public async Task The_total_ends_a_run_however_lively_it_is()
    {
        await using var worker = await StubWorker.StartAsync();
        var server = new Conversation(worker);
        using var runtime = Runtime(worker, total: TimeSpan.FromSeconds(200));
        await using var events = runtime.StreamAsync(TestRun.Request, TestRun.Options).GetAsyncEnumerator();
        server.Say(TestRun.Started());
        Assert.True(await events.MoveNextAsync());
        var next = events.MoveNextAsync().AsTask();
        _time.Advance(TimeSpan.FromSeconds(110));
        await server.SayAndBeHeardAsync(": keep-alive\n\n", _time);

        _time.Advance(TimeSpan.FromSeconds(90));

        var failure = await Assert.ThrowsAsync<AgentTimeoutException>(() => next);
        Assert.Contains("CLOUDFLARE_TOTAL_TIMEOUT", failure.Message);
    }

    [Fact]
    public async Task The_callers_cancellation_is_a_cancellation_and_no_timeout()
    {
        using var cancel = new CancellationTokenSource();
        await using var worker = await StubWorker.StartAsync();
        var server = new Conversation(worker);
        using var runtime = Runtime(worker);
        await using var events = runtime.StreamAsync(TestRun.Request, TestRun.Options, cancel.Token).GetAsyncEnumerator();
        server.Say(TestRun.Started());
        Assert.True(await events.MoveNextAsync());
        var next = events.MoveNextAsync().AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        await server.ReaderGone;
    }

    private CloudflareAgentRuntime Runtime(StubWorker worker, TimeSpan? total = null) =>
        new(
            worker.Options(o =>
            {
                o.RequestTimeout = Idle;
                o.TotalTimeout = total ?? o.TotalTimeout;
                o.MaxRetries = 0;
            }),
            new FixedCredentials(),
            time: _time
        );

    /// <summary>An open answer to which the test adds as it goes.</summary>
    private sealed class Conversation
    {
        private readonly TaskCompletionSource<HttpResponse> _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Conversation(StubWorker worker) =>
            worker.Answers(async context =>
            {
                context.Response.ContentType = "text/event-stream";
                await context.Response.StartAsync();
                context.RequestAborted.Register(_gone.SetResult);
                _open.SetResult(context.Response);
                await _gone.Task;
            });

        public Task ReaderGone => _gone.Task;

        /// <summary>Says it once there is a reader, which may be only after this returns.</summary>
        public void Say(string text) =>
            _ = Task.Run(async () =>
            {
                var response = await _open.Task;
                await response.WriteAsync(text);
                await response.Body.FlushAsync();
            });

        public async Task SayAndBeHeardAsync(string text, WatchedTime time)
        {
            var looks = time.Looks;
            Say(text);

            // What is read makes the deadline look at the clock.
            while (time.Looks == looks)
            {
                await Task.Delay(1);
            }
        }
    }

    private sealed class WatchedTime : FakeTimeProvider
    {
        private int _looks;

        public int Looks => Volatile.Read(ref _looks);

        public override long GetTimestamp()
        {
            var now = base.GetTimestamp();
            Interlocked.Increment(ref _looks);
            return now;
        }
    }
}
