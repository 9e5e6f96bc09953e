using System.Net;

namespace NanoClaw.LocalCloud.Tests.Edge;

public sealed class RateLimitTests
{
    [Fact]
    public async Task A_flood_is_stopped_at_the_declared_number_and_let_in_again_after_the_declared_time()
    {
        await using var running = await RunningEdge.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(running));
        }

        using var refused = await running.SendAsync(running.Run());
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("agent_flood", refused.Headers.GetValues("x-local-edge-rule").Single());
        Assert.Equal(TimeSpan.FromSeconds(20), refused.Headers.RetryAfter!.Delta);
        Assert.Contains("1015", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        running.Time.Advance(TimeSpan.FromSeconds(19));
        using var still = await running.SendAsync(running.Run());
        Assert.Equal(HttpStatusCode.TooManyRequests, still.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), still.Headers.RetryAfter!.Delta);

        running.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(running));
        Assert.Equal(6, running.Worker.Received.Count);
    }

    [Fact]
    public async Task The_count_starts_again_with_each_window()
    {
        await using var running = await RunningEdge.StartAsync();
        for (var window = 0; window < 3; window++)
        {
            for (var i = 0; i < 5; i++)
            {
                Assert.Equal(HttpStatusCode.OK, await StatusAsync(running));
            }

            running.Time.Advance(TimeSpan.FromSeconds(10));
        }
    }

    [Fact]
    public async Task Exactly_the_declared_number_gets_through_when_all_come_at_once()
    {
        await using var running = await RunningEdge.StartAsync();

        var statuses = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => StatusAsync(running)));

        Assert.Equal(5, statuses.Count(s => s == HttpStatusCode.OK));
        Assert.Equal(35, statuses.Count(s => s == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task What_the_expression_does_not_concern_is_neither_counted_nor_refused()
    {
        await using var running = await RunningEdge.StartAsync(EdgeStack.Hardened().Without("agent"));
        for (var i = 0; i < 20; i++)
        {
            using var health = await running.SendAsync(running.Request("/healthz"));
            Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        }
    }

    [Fact]
    public async Task A_counting_expression_counts_other_requests_than_the_rule_acts_on()
    {
        await using var running = await RunningEdge.StartAsync(
            EdgeStack
                .Hardened()
                .Without("agent")
                .Without("http_ratelimit")
                .RateLimit(
                    """
                    {
                      "ref": "scan", "action": "block", "expression": "http.request.uri.path eq \"/healthz\"",
                      "ratelimit": {
                        "characteristics": ["ip.src", "cf.colo.id"], "period": 60, "requestsPerPeriod": 2, "mitigationTimeout": 0,
                        "countingExpression": "http.request.method eq \"HEAD\""
                      }
                    }
                    """
                )
        );
        async Task<HttpStatusCode> Health(string method)
        {
            using var response = await running.SendAsync(running.Request("/healthz", method));
            return response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, await Health("GET"));
        Assert.Equal(HttpStatusCode.OK, await Health("GET"));
        Assert.Equal(HttpStatusCode.OK, await Health("GET"));
        Assert.Equal(HttpStatusCode.OK, await Health("HEAD"));
        Assert.Equal(HttpStatusCode.OK, await Health("HEAD"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await Health("HEAD"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await Health("GET"));
    }

    [Fact]
    public async Task Counted_by_a_header_each_value_has_its_own_allowance()
    {
        await using var running = await RunningEdge.StartAsync(
            EdgeStack
                .Hardened()
                .Without("agent")
                .Without("http_ratelimit")
                .RateLimit(
                    """
                    {
                      "ref": "token", "action": "block", "expression": "len(http.request.headers[\"authorization\"]) gt 0",
                      "ratelimit": {
                        "characteristics": ["cf.colo.id", "http.request.headers[\"authorization\"]"], "period": 60, "requestsPerPeriod": 2,
                        "mitigationTimeout": 0
                      }
                    }
                    """
                )
        );
        async Task<HttpStatusCode> Health(string? token)
        {
            using var request = running.Request("/healthz");
            request.Headers.Authorization = token is null ? null : new("Bearer", token);
            using var response = await running.SendAsync(request);
            return response.StatusCode;
        }

        HttpStatusCode[] inTurn = [await Health("a"), await Health("a"), await Health("a"), await Health("b"), await Health(null)];

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.OK, HttpStatusCode.OK], inTurn);
    }

    private static async Task<HttpStatusCode> StatusAsync(RunningEdge running)
    {
        using var response = await running.SendAsync(running.Run());
        return response.StatusCode;
    }
}
