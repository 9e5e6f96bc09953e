using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace NanoClaw.Agents.Tests;

/// <summary>A connection may break anywhere: the caller sees each event once, in order.</summary>
public sealed class ResumeTests
{
    public static TheoryData<HttpProtocols, bool> Ways =>
        new()
        {
            { HttpProtocols.Http2, false },
            { HttpProtocols.Http2, true },
            { HttpProtocols.Http1, false },
            { HttpProtocols.Http1, true },
        };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_stream_cut_once_at_every_event_boundary_and_within_every_event_is_taken_up_without_loss_or_doubling(
        HttpProtocols protocols,
        bool politely
    )
    {
        var golden = TestRun.Golden("streams/success.sse");
        var expected = await EventsOfAsync(golden, protocols);
        var boundaries = Boundaries(golden);
        var cuts = boundaries.Concat(boundaries.Zip(boundaries.Skip(1), (a, b) => (a + b) / 2)).Where(cut => cut < golden.Length).ToList();
        Assert.True(cuts.Count >= 14);
        foreach (var cut in cuts)
        {
            await using var worker = await StubWorker.StartAsync(protocols);
            worker.StreamsAndBreaks(TestRun.Utf8(golden[..cut]), politely).Answers(context => ReplayAsync(context, golden));
            using var runtime = Runtime(worker);

            var events = await runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync();

            Assert.Equal(expected, Describe(events));
            Assert.All(worker.Calls, call => Assert.Equal(TestRun.Id, call.Header("Idempotency-Key")));
            Assert.Single(worker.Calls.Select(call => call.Body).Distinct());
        }
    }

    [Fact]
    public async Task A_stream_may_be_cut_after_any_of_its_bytes()
    {
        var golden = TestRun.Golden("streams/success.sse");
        var expected = await EventsOfAsync(golden, HttpProtocols.Http2);
        await using var worker = await StubWorker.StartAsync();
        using var runtime = Runtime(worker);
        for (var cut = 0; cut < golden.Length; cut++)
        {
            worker.StreamsAndBreaks(TestRun.Utf8(golden[..cut]), politely: true).Answers(context => ReplayAsync(context, golden));

            var events = await runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync();

            Assert.Equal(expected, Describe(events));
        }
    }

    [Fact]
    public async Task A_stream_cut_after_every_single_event_still_comes_whole()
    {
        var golden = TestRun.Golden("streams/success.sse");
        var expected = await EventsOfAsync(golden, HttpProtocols.Http2);
        await using var worker = await StubWorker.StartAsync();
        worker.Answers(async context =>
        {
            var next = Frames(golden).First(f => f.Id > LastEventId(context));
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.WriteAsync(TestRun.Utf8(next.Text));
            await context.Response.Body.FlushAsync();
            await context.Response.CompleteAsync();
        });
        using var runtime = Runtime(worker, maxRetries: 1);

        var events = await runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync();

        Assert.Equal(expected, Describe(events));
        Assert.Equal(["", "1", "2", "3", "4", "5", "6"], worker.Calls.Select(c => c.Header("Last-Event-ID") ?? ""));
    }

    [Fact]
    public async Task A_caller_that_comes_back_with_its_last_event_gets_only_what_follows()
    {
        var golden = TestRun.Golden("streams/success.sse");
        await using var worker = await StubWorker.StartAsync();
        worker.Answers(context => ReplayAsync(context, golden));
        using var runtime = Runtime(worker);

        var events = await runtime.StreamAsync(TestRun.Request, new AgentRunOptions { RunId = TestRun.Id, LastEventId = 4 }).ListAsync();

        Assert.Equal([5, 6, 7], events.Select(e => e.EventId));
        Assert.Equal("4", Assert.Single(worker.Calls).Header("Last-Event-ID"));
    }

    [Fact]
    public async Task A_run_taken_up_from_its_start_is_never_run_by_that_however_often_the_connection_breaks()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.StreamsAndBreaks(default, politely: true).Streams(TestRun.Success);
        using var runtime = Runtime(worker);

        var events = await runtime.StreamAsync(TestRun.Request, new AgentRunOptions { RunId = TestRun.Id, LastEventId = 0 }).ListAsync();

        Assert.Equal([1, 2, 3, 4], events.Select(e => e.EventId));
        Assert.Equal(["0", "0"], worker.Calls.Select(c => c.Header("Last-Event-ID")));
    }

    [Fact]
    public async Task A_server_that_replays_from_the_start_in_spite_of_the_last_event_doubles_nothing()
    {
        var golden = TestRun.Golden("streams/success.sse");
        await using var worker = await StubWorker.StartAsync();
        worker.StreamsAndBreaks(TestRun.Utf8(golden[..Boundaries(golden)[4]]), politely: true).Streams(golden);
        using var runtime = Runtime(worker);

        var events = await runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync();

        Assert.Equal([1, 2, 3, 4, 5, 6, 7], events.Select(e => e.EventId));
    }

    [Fact]
    public async Task A_connection_that_breaks_without_ever_bringing_anything_new_is_given_up_and_says_how_to_go_on()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.StreamsAndBreaks(TestRun.Utf8(TestRun.Started()), politely: true).StreamsAndBreaks(default, politely: true);
        using var runtime = Runtime(worker, maxRetries: 3);

        var failure = await Assert.ThrowsAsync<AgentUnavailableException>(() => runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync());

        Assert.Equal(AgentErrorCodes.ConnectionFailed, failure.Code);
        Assert.Contains("same RunId", failure.Message);
        Assert.Equal(4, worker.Calls.Count);
    }

    [Fact]
    public async Task A_missing_event_is_a_breach_of_contract_not_a_silent_loss()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Streams(TestRun.Started() + TestRun.Output(3, "Hi.") + TestRun.Done(4));
        using var runtime = Runtime(worker);

        var failure = await Assert.ThrowsAsync<AgentProtocolException>(() => runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync());

        Assert.Contains("after event 1 came event 3", failure.Message);
    }

    private static CloudflareAgentRuntime Runtime(StubWorker worker, int maxRetries = 5) =>
        new(worker.Options(o => o.MaxRetries = maxRetries), new FixedCredentials(), time: new SkippingTime());

    private static async Task<List<string>> EventsOfAsync(string stream, HttpProtocols protocols)
    {
        await using var worker = await StubWorker.StartAsync(protocols);
        worker.Streams(stream);
        using var runtime = Runtime(worker);
        return Describe(await runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync());
    }

    private static List<string> Describe(IEnumerable<AgentEvent> events) =>
        [
            .. events.Select(e =>
                $"{e.EventId} "
                + e switch
                {
                    AgentEvent.Delta delta => "delta " + delta.Text,
                    AgentEvent.Output output => "output " + output.Result,
                    AgentEvent.ActionRequested action => $"action {action.Id} {action.Name} {action.Arguments}",
                    _ => e.ToString(),
                }
            ),
        ];

    private static List<int> Boundaries(string stream)
    {
        var boundaries = new List<int> { 0 };
        for (var at = stream.IndexOf("\n\n", StringComparison.Ordinal); at >= 0; at = stream.IndexOf("\n\n", at + 2, StringComparison.Ordinal))
        {
            boundaries.Add(at + 2);
        }

        return boundaries;
    }

    private static IEnumerable<(long Id, string Text)> Frames(string stream) =>
        stream
            .Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Where(frame => frame.StartsWith("id: ", StringComparison.Ordinal))
            .Select(frame => (long.Parse(frame["id: ".Length..frame.IndexOf('\n', StringComparison.Ordinal)]), frame + "\n\n"));

    private static long LastEventId(Microsoft.AspNetCore.Http.HttpContext context) =>
        long.TryParse(context.Request.Headers["Last-Event-ID"], out var id) ? id : 0;

    private static async Task ReplayAsync(Microsoft.AspNetCore.Http.HttpContext context, string stream)
    {
        context.Response.ContentType = "text/event-stream";
        var rest = string.Concat(Frames(stream).Where(f => f.Id > LastEventId(context)).Select(f => f.Text));
        await context.Response.Body.WriteAsync(TestRun.Utf8(rest));
    }
}
