using System.Net;

namespace NanoClaw.Agents.Tests;

/// <summary>The notes of a group, read and forgotten over a real connection.</summary>
public sealed class MemoryTests
{
    [Fact]
    public async Task The_golden_example_is_read_whole()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Answers(200, "application/json", TestRun.Golden("memory/listed.json"));
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials());

        var notes = await runtime.Memory.ListAsync("family");

        Assert.Equal(["recipe", "the dog"], notes.Select(note => note.Key));
        Assert.Equal(("Butter & <salt>", new DateTimeOffset(2026, 11, 2, 8, 30, 0, TimeSpan.Zero)), (notes[0].Value, notes[0].At));
        Assert.Equal(["web", "groups"], notes[0].Origins);
        Assert.Null(notes[1].Origins);
        var call = Assert.Single(worker.Calls);
        Assert.Equal(("GET", "/v1/agent/memory", ""), (call.Method, call.Path, call.Body));
        Assert.Equal(
            ("Bearer token-one", "id.access", "access-secret"),
            (call.Header("Authorization"), call.Header("CF-Access-Client-Id"), call.Header("CF-Access-Client-Secret"))
        );
    }

    [Theory]
    [InlineData("the dog")]
    [InlineData("a&b=c#?/%")]
    [InlineData("日本 🐕")]
    public async Task A_key_arrives_as_it_is(string key)
    {
        var arrived = "";
        await using var worker = await StubWorker.StartAsync();
        worker.Answers(async context =>
        {
            arrived = $"{context.Request.Method} {context.Request.Query["groupFolder"]} {context.Request.Query["key"]}";
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(TestRun.Utf8(TestRun.Golden("memory/forgotten.json")));
        });
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials());

        Assert.True(await runtime.Memory.ForgetAsync("family", key));
        Assert.Equal($"DELETE family {key}", arrived);
    }

    [Fact]
    public async Task Without_a_key_only_ForgetAll_asks()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Answers(200, "application/json", """{"forgotten":3}""");
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials());

        await Assert.ThrowsAsync<ArgumentException>(() => runtime.Memory.ForgetAsync("family", ""));
        await Assert.ThrowsAsync<ArgumentException>(() => runtime.Memory.ForgetAllAsync("../other"));
        Assert.False(await runtime.Memory.ForgetAsync("family", new string('x', 129)));
        Assert.Empty(worker.Calls);
        Assert.Equal(3, await runtime.Memory.ForgetAllAsync("family"));
    }

    [Fact]
    public async Task Credentials_that_were_rotated_are_read_again_once()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Refuses(401, "unauthorized").Answers(200, "application/json", """{"notes":[]}""");
        var credentials = new FixedCredentials
        {
            AfterReread = new()
            {
                Token = "token-two",
                AccessClientId = "id.access",
                AccessClientSecret = "access-secret",
            },
        };
        using var runtime = new CloudflareAgentRuntime(worker.Options(), credentials);

        Assert.Empty(await runtime.Memory.ListAsync("family"));
        Assert.Equal(["Bearer token-one", "Bearer token-two"], worker.Calls.Select(call => call.Header("Authorization")));
    }

    [Theory]
    [InlineData(401, "unauthorized", typeof(AgentUnauthorizedException))]
    [InlineData(403, "access_denied", typeof(AgentAccessDeniedException))]
    [InlineData(404, "not_found", typeof(AgentProtocolException))]
    [InlineData(429, "rate_limited", typeof(AgentRateLimitedException))]
    [InlineData(503, "unavailable", typeof(AgentUnavailableException))]
    public async Task A_refusal_becomes_its_exception_without_a_secret_that_it_echoes(int status, string code, Type type)
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Refuses(status, code, "token-one and access-secret");
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials());

        var failure = await Assert.ThrowsAnyAsync<AgentException>(() => runtime.Memory.ListAsync("family"));

        Assert.IsType(type, failure);
        Assert.Equal(code, failure.Code);
        Assert.DoesNotContain("token-one", failure.ToString());
        Assert.DoesNotContain("access-secret", failure.ToString());
    }

    [Theory]
    [InlineData("application/json", "{")]
    [InlineData("application/json", "null")]
    [InlineData("application/json", """{"notes":null}""")]
    [InlineData("application/json", """{"notes":[{"key":"a"}]}""")]
    [InlineData("text/plain", "hello")]
    public async Task An_answer_that_is_not_the_contracts_is_told_as_such(string type, string body)
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Answers(200, type, body);
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials());

        Assert.Equal(AgentErrorCodes.Protocol, (await Assert.ThrowsAsync<AgentProtocolException>(() => runtime.Memory.ListAsync("family"))).Code);
    }

    [Fact]
    public async Task An_endless_answer_is_cut_off()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Answers(async context =>
        {
            context.Response.StatusCode = (int)HttpStatusCode.OK;
            context.Response.ContentType = "application/json";
            var piece = TestRun.Utf8(new string(' ', 1 << 20));
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
            }
        });
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials());

        Assert.Equal(AgentErrorCodes.ResponseTooLarge, (await Assert.ThrowsAsync<AgentProtocolException>(() => runtime.Memory.ListAsync("family"))).Code);
    }
}
