namespace NanoClaw.Agents.Tests;

/// <summary>Every kind of failure is an exception of one small tree, each with its next step.</summary>
public sealed class ErrorKindTests
{
    public static TheoryData<int, string, Type, string> Refusals =>
        new()
        {
            { 503, "misconfigured", typeof(AgentUnavailableException), "pulumi up" },
            { 403, "host_not_allowed", typeof(AgentAccessDeniedException), "CLOUDFLARE_AGENT_ENDPOINT" },
            { 403, "https_required", typeof(AgentAccessDeniedException), "CLOUDFLARE_AGENT_ENDPOINT" },
            { 404, "not_found", typeof(AgentProtocolException), "CLOUDFLARE_AGENT_ENDPOINT" },
            { 405, "method_not_allowed", typeof(AgentProtocolException), "same version" },
            { 415, "unsupported_media_type", typeof(AgentProtocolException), "same version" },
            { 413, "body_too_large", typeof(AgentProtocolException), "Correct the request" },
            { 401, "unauthorized", typeof(AgentUnauthorizedException), "CLOUDFLARE_AGENT_TOKEN" },
            { 403, "access_denied", typeof(AgentAccessDeniedException), "CLOUDFLARE_ACCESS_CLIENT_SECRET" },
            { 429, "rate_limited", typeof(AgentRateLimitedException), "Try again" },
            { 400, "invalid_json", typeof(AgentProtocolException), "Correct the request" },
            { 400, "invalid_request", typeof(AgentProtocolException), "Correct the request" },
            { 409, "run_conflict", typeof(AgentConflictException), "new RunId" },
            { 409, "run_unknown", typeof(AgentConflictException), "new RunId" },
            { 409, "session_unknown", typeof(AgentConflictException), "start afresh" },
            { 429, "group_busy", typeof(AgentRateLimitedException), "Try again" },
            { 503, "unavailable", typeof(AgentUnavailableException), "Try again" },
            { 400, "model_unknown", typeof(AgentProtocolException), "lists no such model" },
            { 503, "switched_off", typeof(AgentUnavailableException), "/admin" },
            { 429, "run_cap_reached", typeof(AgentBudgetExhaustedException), "RUNS_PER_MONTH" },
        };

    public static TheoryData<string, Type, string> RunFailures =>
        new()
        {
            { "model_unauthorized", typeof(AgentUnavailableException), "model's key" },
            { "model_rate_limited", typeof(AgentRateLimitedException), "Try again" },
            { "model_overloaded", typeof(AgentUnavailableException), "Try again" },
            { "model_unavailable", typeof(AgentUnavailableException), "Try again" },
            { "model_refused", typeof(AgentRunFailedException), "MODEL_NAME" },
            { "model_protocol", typeof(AgentRunFailedException), "Ask again" },
            { "turn_timeout", typeof(AgentTimeoutException), "MAX_TURN_SECONDS" },
            { "step_limit", typeof(AgentRunFailedException), "MAX_STEPS" },
            { "output_limit", typeof(AgentRunFailedException), "MAX_OUTPUT_TOKENS" },
            { "input_limit", typeof(AgentRunFailedException), "MAX_INPUT_TOKENS" },
            { "interrupted", typeof(AgentRunFailedException), "Ask again" },
            { "stopped", typeof(AgentRunFailedException), "Ask again" },
            { "internal", typeof(AgentRunFailedException), "logs" },
            { "a_word_of_tomorrow", typeof(AgentRunFailedException), "Worker's version" },
        };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal(int status, string code, Type type, string nextStep)
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Refuses(status, code);

        var failure = await FailureAsync(worker);

        Assert.IsType(type, failure);
        Assert.Equal(code, failure.Code);
        Assert.Contains(nextStep, failure.Message);
    }

    [Theory]
    [InlineData("model_refused", "The model declined to answer this.")]
    [InlineData("model_protocol", "The model wrote a tool call as text. Turn on its server's parser of tool calls.")]
    public async Task What_the_Worker_says_of_the_model_is_told(string code, string said)
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Streams(TestRun.Started() + TestRun.Usage(2) + TestRun.Error(3, code, message: said));

        Assert.Contains(said, (await FailureAsync(worker)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(RunFailures))]
    public async Task A_failure_of_the_run(string code, Type type, string nextStep)
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Streams(TestRun.Started() + TestRun.Usage(2) + TestRun.Error(3, code, retryAfter: 7));

        var failure = await FailureAsync(worker);

        Assert.IsType(type, failure);
        Assert.Equal(code, failure.Code);
        Assert.Contains(nextStep, failure.Message);
    }

    [Fact]
    public void Every_word_of_the_contract_has_a_case_here()
    {
        var contract = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "CONTRACT.md"));
        var words = contract[contract.IndexOf("\n## Errors", StringComparison.Ordinal)..]
            .Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1])
            .Order(StringComparer.Ordinal);
        var cases = Refusals.Select(r => r.Data.Item2).Concat(RunFailures.Select(r => r.Data.Item1)).Where(code => code != "a_word_of_tomorrow");

        Assert.Equal(words, cases.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(302, "text/html")]
    [InlineData(307, "application/json")]
    [InlineData(200, "text/html; charset=UTF-8")]
    [InlineData(401, "text/html")]
    [InlineData(403, "text/html")]
    [InlineData(403, "text/plain")]
    public async Task A_login_page_or_a_redirect_is_recognised_as_Access_refusing_and_not_followed(int status, string contentType)
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Answers(status, contentType, "<html>Sign in</html>", ("Location", "https://team.cloudflareaccess.com/login"), ("cf-ray", "8f2a1b-CDG"));

        var failure = await FailureAsync(worker);

        Assert.IsType<AgentAccessDeniedException>(failure);
        Assert.Contains("Access refused this", failure.Message);
        Assert.Contains("8f2a1b-CDG", failure.Message);
        Assert.DoesNotContain("Sign in", failure.ToString());
        Assert.Single(worker.Calls);
    }

    [Theory]
    [InlineData(200, "application/octet-stream")]
    [InlineData(204, "text/plain")]
    [InlineData(404, "text/plain")]
    public async Task An_answer_that_no_Worker_gives_is_a_breach_of_contract(int status, string contentType)
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Answers(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = contentType;
            await context.Response.CompleteAsync();
        });

        Assert.IsType<AgentProtocolException>(await FailureAsync(worker));
    }

    [Fact]
    public async Task Cloudflares_own_429_is_a_rate_limit_with_its_Retry_After()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Answers(429, "text/html", "<html/>", ("Retry-After", "17"));

        var failure = Assert.IsType<AgentRateLimitedException>(await FailureAsync(worker));

        Assert.Equal(TimeSpan.FromSeconds(17), failure.RetryAfter);
    }

    [Fact]
    public async Task An_endpoint_where_nobody_listens_is_unavailable_and_names_the_key()
    {
        Uri gone;
        await using (var worker = await StubWorker.StartAsync())
        {
            gone = worker.Endpoint;
        }

        using var runtime = new CloudflareAgentRuntime(new CloudflareAgentOptions { Endpoint = gone, MaxRetries = 0 }, new FixedCredentials());

        var failure = await Assert.ThrowsAsync<AgentUnavailableException>(() => runtime.StreamAsync(TestRun.Request).ListAsync());

        Assert.Equal(AgentErrorCodes.ConnectionFailed, failure.Code);
        Assert.Contains("CLOUDFLARE_AGENT_ENDPOINT", failure.Message);
        Assert.Contains("ConnectionRefused", failure.Message);
    }

    private static async Task<AgentException> FailureAsync(StubWorker worker)
    {
        using var runtime = new CloudflareAgentRuntime(worker.Options(o => o.MaxRetries = 0), new FixedCredentials());
        return await Assert.ThrowsAnyAsync<AgentException>(() => runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync());
    }
}
