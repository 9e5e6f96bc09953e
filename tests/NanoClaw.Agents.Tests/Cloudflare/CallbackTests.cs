namespace NanoClaw.Agents.Tests;

/// <summary>v1's order of callbacks, on which the messaging path depends.</summary>
public sealed class CallbackTests
{
    [Fact]
    public async Task Each_result_then_the_end_then_the_return()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Streams(TestRun.Started() + TestRun.Output(2, "One.") + TestRun.Output(3, "Two.") + TestRun.Done(4, "s_2"));
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials());
        var order = new List<string>();

        var result = await runtime.RunAsync(
            TestRun.Request,
            (output, _) =>
            {
                order.Add($"{output.Result ?? "null"} {output.NewSessionId}");
                return Task.CompletedTask;
            },
            TestRun.Options
        );
        order.Add("return " + result.NewSessionId);

        Assert.Equal(["One. s_1", "Two. s_1", "null s_2", "return s_2"], order);
        Assert.Equal(TestRun.Id, result.RunId);
    }

    [Fact]
    public async Task Callbacks_come_one_at_a_time()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Streams(TestRun.Started() + TestRun.Output(2, "One.") + TestRun.Output(3, "Two.") + TestRun.Done(4));
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials());
        var (running, most) = (0, 0);

        await runtime.RunAsync(
            TestRun.Request,
            async (_, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                await Task.Yield();
                Interlocked.Decrement(ref running);
            },
            TestRun.Options
        );

        Assert.Equal(1, most);
    }

    [Fact]
    public async Task An_exception_in_a_callback_surfaces_and_closes_the_call()
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var worker = await StubWorker.StartAsync();
        worker.Answers(async context =>
        {
            context.RequestAborted.Register(gone.SetResult);
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.WriteAsync(TestRun.Utf8(TestRun.Started() + TestRun.Output(2, "One.")));
            await context.Response.Body.FlushAsync();
            await gone.Task;
        });
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials());

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            runtime.RunAsync(TestRun.Request, (_, _) => throw new InvalidOperationException("The chat is gone."), TestRun.Options)
        );

        Assert.Equal("The chat is gone.", thrown.Message);
        await gone.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task A_failure_hands_out_no_session_and_no_end()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Streams(TestRun.Started() + TestRun.Output(2, "One.") + TestRun.Error(3, "internal"));
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials());
        var outputs = new List<AgentOutput>();

        await Assert.ThrowsAsync<AgentRunFailedException>(() =>
            runtime.RunAsync(
                TestRun.Request,
                (output, _) =>
                {
                    outputs.Add(output);
                    return Task.CompletedTask;
                },
                TestRun.Options
            )
        );

        Assert.Equal("One.", Assert.Single(outputs).Result);
    }

    [Fact]
    public async Task Actions_and_usage_come_with_the_return()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Streams(TestRun.Golden("streams/success.sse"));
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials());

        var result = await runtime.RunAsync(TestRun.Request, (_, _) => Task.CompletedTask, TestRun.Options);

        Assert.Equal("send_message", Assert.Single(result.Actions).Name);
        Assert.Equal(812, result.Usage!.InputTokens);
    }
}
