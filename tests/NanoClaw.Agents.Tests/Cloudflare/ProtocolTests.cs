namespace NanoClaw.Agents.Tests;

/// <summary>What is new is let through, what is broken is not, and nothing is without bound.</summary>
public sealed class ProtocolTests
{
    [Fact]
    public async Task Unknown_events_and_unknown_fields_are_left_out_and_harm_nothing()
    {
        var events = await EventsAsync(
            TestRun.Event(1, "started", $$"""{"runId":"{{TestRun.Id}}","sessionId":"s_1","region":"CDG"}""")
                + TestRun.Event(2, "thought", "\"not even an object\"")
                + TestRun.Event(3, "output", """{"result":"Hi.","language":"en"}""")
                + TestRun.Done(4)
        );

        Assert.Equal([1, 3, 4], events.Select(e => e.EventId));
    }

    [Theory]
    [InlineData("output", "{\"result\":")]
    [InlineData("output", "{\"result\":\"\"}")]
    [InlineData("output", "{\"result\":null}")]
    [InlineData("output", "{\"result\":{\"text\":\"Hi.\"}}")]
    [InlineData("output", "{}")]
    [InlineData("output", "null")]
    [InlineData("delta", "{}")]
    [InlineData("delta", "[]")]
    [InlineData("action", "{\"id\":\"a1\",\"name\":\"send_message\"}")]
    [InlineData("action", "{\"id\":\"a1\",\"name\":\"send_message\",\"arguments\":[]}")]
    [InlineData("action", "{\"id\":\"a1\",\"arguments\":{}}")]
    [InlineData("usage", "{\"inputTokens\":\"many\"}")]
    [InlineData("done", "{}")]
    [InlineData("error", "{\"message\":\"no code\"}")]
    public async Task Data_that_is_not_the_contracts_ends_the_run_and_is_not_quoted(string type, string data)
    {
        var failure = await Assert.ThrowsAsync<AgentProtocolException>(() => EventsAsync(TestRun.Started() + TestRun.Event(2, type, data)));

        Assert.Contains($"'{type}'", failure.Message);
        Assert.Null(failure.InnerException);
    }

    [Theory]
    [InlineData("event: started\ndata: {}\n\n")]
    [InlineData("id: zero\nevent: started\ndata: {}\n\n")]
    [InlineData("id: 0\nevent: started\ndata: {}\n\n")]
    [InlineData("id: -1\nevent: started\ndata: {}\n\n")]
    [InlineData("id: 99999999999999999999\nevent: started\ndata: {}\n\n")]
    public async Task An_event_without_a_number_of_its_own_ends_the_run(string events) =>
        await Assert.ThrowsAsync<AgentProtocolException>(() => EventsAsync(events));

    [Fact]
    public async Task A_number_that_comes_twice_in_one_stream_ends_the_run() =>
        await Assert.ThrowsAsync<AgentProtocolException>(() => EventsAsync(TestRun.Started() + TestRun.Output(1, "Hi.")));

    [Fact]
    public async Task Another_runs_events_are_not_taken_for_this_ones() =>
        await Assert.ThrowsAsync<AgentProtocolException>(() =>
            EventsAsync(TestRun.Event(1, "started", """{"runId":"another-run-altogether","sessionId":"s_1"}"""))
        );

    [Fact]
    public async Task A_stream_that_does_not_begin_with_its_start_is_not_taken() =>
        await Assert.ThrowsAsync<AgentProtocolException>(() => EventsAsync(TestRun.Output(1, "Hi.") + TestRun.Done(2)));

    [Fact]
    public async Task Nothing_after_the_last_event_is_given()
    {
        var events = await EventsAsync(TestRun.Success + TestRun.Output(5, "And another thing."));

        Assert.IsType<AgentEvent.Done>(events[^1]);
        Assert.Equal(4, events.Count);
    }

    [Fact]
    public async Task CRLF_and_a_byte_order_mark_are_read_as_the_standard_says()
    {
        var events = await EventsAsync("\uFEFF" + TestRun.Success.ReplaceLineEndings("\r\n"));

        Assert.Equal([1, 2, 3, 4], events.Select(e => e.EventId));
    }

    [Theory]
    [InlineData("""{"text":"a","from":0}""", 0)]
    [InlineData("""{"from":7,"text":"a"}""", 7)]
    [InlineData("""{"text":"a","from":null}""", null)]
    [InlineData("""{"text":"a, \"from\":3"}""", null)]
    public async Task A_delta_tells_how_much_of_the_text_before_it_holds(string data, int? from)
    {
        var events = await EventsAsync(TestRun.Started() + TestRun.Event(2, "delta", data) + TestRun.Done(3));

        Assert.Equal(from, Assert.IsType<AgentEvent.Delta>(events[1]).From);
    }

    [Theory]
    [InlineData("""{"text":"a","from":-1}""")]
    [InlineData("""{"text":"a","from":"3"}""")]
    [InlineData("""{"text":"a","from":1.5}""")]
    public async Task A_delta_from_nowhere_is_against_the_contract(string data) =>
        await Assert.ThrowsAsync<AgentProtocolException>(() => EventsAsync(TestRun.Started() + TestRun.Event(2, "delta", data) + TestRun.Done(3)));

    [Fact]
    public async Task An_event_larger_than_it_may_be_ends_the_run_before_it_is_kept()
    {
        var failure = await Assert.ThrowsAsync<AgentProtocolException>(() =>
            EventsAsync(TestRun.Started() + TestRun.Output(2, new string('a', 600_000)) + TestRun.Done(3), o => o.MaxEventBytes = 64 * 1024)
        );

        Assert.Equal(AgentErrorCodes.ResponseTooLarge, failure.Code);
        Assert.Contains("65536", failure.Message);
    }

    [Fact]
    public async Task An_answer_larger_than_it_may_be_ends_the_run_though_each_event_is_small()
    {
        var deltas = string.Concat(Enumerable.Range(2, 2000).Select(id => TestRun.Delta(id, new string('a', 100))));

        var failure = await Assert.ThrowsAsync<AgentProtocolException>(() =>
            EventsAsync(TestRun.Started() + deltas, o => (o.MaxEventBytes, o.MaxResponseBytes) = (1024, 100_000))
        );

        Assert.Equal(AgentErrorCodes.ResponseTooLarge, failure.Code);
    }

    [Fact]
    public async Task A_large_event_within_its_bound_comes_whole()
    {
        var text = new string('a', 900_000);

        var events = await EventsAsync(TestRun.Started() + TestRun.Output(2, text) + TestRun.Done(3));

        Assert.Equal(text, Assert.IsType<AgentEvent.Output>(events[1]).Result);
    }

    [Fact]
    public async Task A_request_larger_than_the_Worker_takes_is_not_sent()
    {
        await using var worker = await StubWorker.StartAsync();
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials());

        var failure = await Assert.ThrowsAsync<AgentProtocolException>(() =>
            runtime.RunAsync(TestRun.Request with { Prompt = new string('a', 262_144) }, (_, _) => Task.CompletedTask)
        );

        Assert.Equal(AgentErrorCodes.BodyTooLarge, failure.Code);
        Assert.Empty(worker.Calls);
    }

    private static async Task<IReadOnlyList<AgentEvent>> EventsAsync(string stream, Action<CloudflareAgentOptions>? configure = null)
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Streams(stream);
        using var runtime = new CloudflareAgentRuntime(
            worker.Options(o =>
            {
                o.MaxRetries = 0;
                configure?.Invoke(o);
            }),
            new FixedCredentials()
        );
        return await runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync();
    }
}
