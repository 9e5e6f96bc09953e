namespace NanoClaw.Agents.Tests;

/// <summary>A run that is stopped over a real connection.</summary>
public sealed class StopTests
{
    private const string RunId = "0198c0de-0000-7000-8000-000000000001";

    [Fact]
    public async Task The_run_and_its_group_are_named_and_the_golden_answer_is_read()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Answers(200, "application/json", TestRun.Golden("stop/stopped.json"));
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials());

        Assert.True(await runtime.StopAsync("family", RunId));

        var call = Assert.Single(worker.Calls);
        Assert.Equal(("DELETE", "/v1/agent/run", ""), (call.Method, call.Path, call.Body));
        Assert.Equal((RunId, "Bearer token-one"), (call.Header("Idempotency-Key"), call.Header("Authorization")));
    }

    [Fact]
    public async Task A_run_that_is_over_is_no_failure()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Answers(200, "application/json", """{"stopped":false}""");
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials());

        Assert.False(await runtime.StopAsync("family", RunId));
    }

    [Fact]
    public async Task What_is_no_group_or_no_run_is_not_asked_for()
    {
        await using var worker = await StubWorker.StartAsync();
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials());

        await Assert.ThrowsAsync<ArgumentException>(() => runtime.StopAsync("../up", RunId));
        await Assert.ThrowsAsync<ArgumentException>(() => runtime.StopAsync("family", "short"));
        Assert.Empty(worker.Calls);
    }
}
