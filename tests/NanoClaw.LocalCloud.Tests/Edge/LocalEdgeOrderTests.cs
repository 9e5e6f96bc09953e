using System.Net;

namespace NanoClaw.LocalCloud.Tests.Edge;

public sealed class LocalEdgeOrderTests
{
    [Fact]
    public async Task A_run_with_valid_credentials_reaches_the_Worker()
    {
        await using var running = await RunningEdge.StartAsync();

        using var response = await running.SendAsync(running.Run());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("from the Worker", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Matches("^[0-9a-f]{16}-LOC$", response.Headers.GetValues("cf-ray").Single());
    }

    [Fact]
    public async Task A_custom_rule_refuses_with_its_reference_and_the_response_it_declares()
    {
        await using var running = await RunningEdge.StartAsync();

        using var response = await running.SendAsync(running.Request("/other"));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("agent_paths", response.Headers.GetValues("x-local-edge-rule").Single());
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("""{"error":"no such path"}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Empty(running.Worker.Received);
    }

    [Fact]
    public async Task A_custom_rule_without_a_declared_response_answers_with_the_page_of_error_1020()
    {
        await using var running = await RunningEdge.StartAsync();

        using var response = await running.SendAsync(running.Request("/v1/agent/run", "POST"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("agent_credentials", response.Headers.GetValues("x-local-edge-rule").Single());
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("1020", page, StringComparison.Ordinal);
        Assert.Contains(response.Headers.GetValues("cf-ray").Single(), page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Custom_rules_come_before_rate_limits_so_what_they_block_is_not_counted()
    {
        await using var running = await RunningEdge.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            using var blocked = await running.SendAsync(running.Request("/v1/agent/run", "POST"));
            Assert.Equal(HttpStatusCode.Forbidden, blocked.StatusCode);
        }

        using var response = await running.SendAsync(running.Run());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Rate_limits_come_before_Access_so_wrong_credentials_are_counted()
    {
        await using var running = await RunningEdge.StartAsync();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 6; i++)
        {
            using var response = await running.SendAsync(running.Run("wrong"));
            statuses.Add(response.StatusCode);
        }

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.Unauthorized, 5), HttpStatusCode.TooManyRequests], statuses);
    }

    [Fact]
    public async Task A_challenge_is_answered_with_its_page_and_marked()
    {
        await using var running = await RunningEdge.StartAsync(
            EdgeStack
                .Hardened()
                .Without("http_request_firewall_custom")
                .CustomRules("""{ "ref": "suspicious", "action": "managed_challenge", "expression": "http.user_agent eq \"\"" }""")
        );

        using var response = await running.SendAsync(running.Run());

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("challenge", response.Headers.GetValues("cf-mitigated").Single());
    }

    [Fact]
    public async Task A_skip_of_the_current_ruleset_leaves_out_the_rules_after_it()
    {
        await using var running = await RunningEdge.StartAsync(
            EdgeStack
                .Hardened()
                .Without("http_request_firewall_custom")
                .CustomRules(
                    """{ "ref": "trusted", "action": "skip", "expression": "ip.src eq 127.0.0.1", "actionParameters": { "ruleset": "current" } }""",
                    """{ "ref": "all", "action": "block", "expression": "true" }"""
                )
        );

        using var response = await running.SendAsync(running.Run());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_skip_of_the_rate_limiting_phase_leaves_its_rules_out()
    {
        await using var running = await RunningEdge.StartAsync(
            EdgeStack
                .Hardened()
                .Without("http_request_firewall_custom")
                .CustomRules(
                    """{ "ref": "trusted", "action": "skip", "expression": "ip.src eq 127.0.0.1", "actionParameters": { "phases": ["http_ratelimit"] } }"""
                )
        );

        for (var i = 0; i < 12; i++)
        {
            using var response = await running.SendAsync(running.Run());
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_rule_that_is_switched_off_is_not_enforced()
    {
        await using var running = await RunningEdge.StartAsync(
            EdgeStack
                .Hardened()
                .Without("http_request_firewall_custom")
                .CustomRules("""{ "ref": "all", "action": "block", "expression": "true", "enabled": false }""")
        );

        using var response = await running.SendAsync(running.Run());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("other.example.com")]
    [InlineData("agent.example.com.evil.test")]
    public async Task A_hostname_without_a_Worker_is_unknown(string host)
    {
        await using var running = await RunningEdge.StartAsync();

        using var response = await running.SendAsync(running.Request("/healthz", host: host));

        Assert.Equal(530, (int)response.StatusCode);
        Assert.Equal("unknown_hostname", response.Headers.GetValues("x-local-edge-rule").Single());
        Assert.Empty(running.Worker.Received);
    }

    [Theory]
    [InlineData("//v1/agent/run", "agent_credentials")]
    [InlineData("/v1/./agent/run", "agent_credentials")]
    [InlineData("/v1/%61gent/run", "agent_credentials")]
    [InlineData("/v1/agent/run/", "agent_paths")]
    [InlineData("/V1/agent/run", "agent_paths")]
    public async Task Another_spelling_of_a_path_does_not_get_around_a_rule(string path, string rule)
    {
        await using var running = await RunningEdge.StartAsync();

        using var response = await running.SendAsync(running.Request(path, "POST"));

        Assert.Equal(rule, response.Headers.GetValues("x-local-edge-rule").Single());
        Assert.Empty(running.Worker.Received);
    }
}
