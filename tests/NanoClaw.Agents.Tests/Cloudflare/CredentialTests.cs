namespace NanoClaw.Agents.Tests;

/// <summary>Credentials may change at any time, and a process takes the new ones without a restart.</summary>
public sealed class CredentialTests
{
    private static readonly AgentCredentials Newer = new()
    {
        Token = "token-two",
        AccessClientId = "id.access",
        AccessClientSecret = "access-secret-2",
    };

    private readonly FixedCredentials _credentials = new();

    [Fact]
    public async Task Each_call_reads_them()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Streams(TestRun.Success);
        using var runtime = Runtime(worker);

        await runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync();
        _credentials.Now = Newer;
        await runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync();

        Assert.Equal(["Bearer token-one", "Bearer token-two"], worker.Calls.Select(c => c.Header("Authorization")));
    }

    [Theory]
    [InlineData(401, "unauthorized")]
    [InlineData(403, "access_denied")]
    public async Task A_refusal_rereads_them_once_and_newer_ones_are_used_at_once(int status, string code)
    {
        _credentials.AfterReread = Newer;
        await using var worker = await StubWorker.StartAsync();
        worker.Refuses(status, code).Streams(TestRun.Success);
        using var runtime = Runtime(worker);

        await runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync();

        Assert.Equal(["access-secret", "access-secret-2"], worker.Calls.Select(c => c.Header("CF-Access-Client-Secret")));
        Assert.Equal(1, _credentials.Rereads);
    }

    [Fact]
    public async Task A_refusal_of_the_same_credentials_is_final_without_a_second_call()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Refuses(401, "unauthorized");
        using var runtime = Runtime(worker);

        await Assert.ThrowsAsync<AgentUnauthorizedException>(() => runtime.StreamAsync(TestRun.Request).ListAsync());

        Assert.Single(worker.Calls);
        Assert.Equal(1, _credentials.Rereads);
    }

    [Fact]
    public async Task A_refusal_of_the_newer_ones_too_is_final()
    {
        _credentials.AfterReread = Newer;
        await using var worker = await StubWorker.StartAsync();
        worker.Refuses(401, "unauthorized");
        using var runtime = Runtime(worker);

        await Assert.ThrowsAsync<AgentUnauthorizedException>(() => runtime.StreamAsync(TestRun.Request).ListAsync());

        Assert.Equal(2, worker.Calls.Count);
        Assert.Equal(1, _credentials.Rereads);
    }

    [Fact]
    public async Task A_rotation_while_a_stream_is_cut_is_taken_with_the_resumption()
    {
        await using var worker = await StubWorker.StartAsync();
        worker
            .Answers(async context =>
            {
                _credentials.Now = Newer;
                context.Response.ContentType = "text/event-stream";
                await context.Response.Body.WriteAsync(TestRun.Utf8(TestRun.Started()));
            })
            .Streams(TestRun.Done(2));
        using var runtime = Runtime(worker);

        await runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync();

        Assert.Equal(["Bearer token-one", "Bearer token-two"], worker.Calls.Select(c => c.Header("Authorization")));
    }

    [Theory]
    [InlineData("", "id", "secret", "CLOUDFLARE_AGENT_TOKEN is missing")]
    [InlineData("two words", "id", "secret", "CLOUDFLARE_AGENT_TOKEN must be")]
    [InlineData("line\nend", "id", "secret", "CLOUDFLARE_AGENT_TOKEN must be")]
    [InlineData("naïve", "id", "secret", "CLOUDFLARE_AGENT_TOKEN must be")]
    [InlineData("token", null, "secret", "CLOUDFLARE_ACCESS_CLIENT_ID is missing")]
    [InlineData("token", "id", null, "CLOUDFLARE_ACCESS_CLIENT_SECRET is missing")]
    [InlineData("token", "id", "sec\r\nret", "CLOUDFLARE_ACCESS_CLIENT_SECRET must be")]
    public async Task Missing_or_malformed_ones_are_named_by_their_key_and_never_sent(string token, string? id, string? secret, string expected)
    {
        _credentials.Now = new AgentCredentials
        {
            Token = token,
            AccessClientId = id,
            AccessClientSecret = secret,
        };
        await using var worker = await StubWorker.StartAsync();
        using var runtime = Runtime(worker);

        var failure = await Assert.ThrowsAsync<AgentUnauthorizedException>(() => runtime.StreamAsync(TestRun.Request).ListAsync());

        Assert.Equal(AgentErrorCodes.CredentialsInvalid, failure.Code);
        Assert.Contains(expected, failure.Message);
        Assert.Empty(worker.Calls);
    }

    [Fact]
    public async Task An_endpoint_elsewhere_is_not_called_without_Access_credentials()
    {
        _credentials.Now = new AgentCredentials { Token = "token-one" };
        using var runtime = new CloudflareAgentRuntime(new CloudflareAgentOptions { Endpoint = new Uri("https://agent.example.com") }, _credentials);

        var failure = await Assert.ThrowsAsync<AgentUnauthorizedException>(() => runtime.StreamAsync(TestRun.Request).ListAsync());

        Assert.Contains("CLOUDFLARE_ACCESS_CLIENT_ID", failure.Message);
        Assert.Contains("CLOUDFLARE_ACCESS_CLIENT_SECRET", failure.Message);
    }

    private CloudflareAgentRuntime Runtime(StubWorker worker) => new(worker.Options(), _credentials, time: new SkippingTime());
}
