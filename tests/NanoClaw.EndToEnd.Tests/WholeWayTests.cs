using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using NanoClaw.EndToEnd.Tests.Rotating;

namespace NanoClaw.EndToEnd.Tests;

/// <summary>Settings, program, local cloud, client, answer: and the same request without each of its pieces.</summary>
public sealed class WholeWayTests
{
    public static TheoryData<string, int> Missing =>
        new()
        {
            { "nothing", 200 },
            { "bearer token", 403 },
            { "right bearer token", 401 },
            { "Access client id", 403 },
            { "right Access client id", 401 },
            { "Access client secret", 403 },
            { "right Access client secret", 401 },
            { "known host", 530 },
            { "known path", 403 },
            { "known method", 403 },
            { "HTTPS", 301 },
        };

    [Theory]
    [MemberData(nameof(Missing))]
    public async Task A_request_is_refused_for_each_piece_it_lacks(string piece, int status)
    {
        await using var agent = await LocalAgent.StartAsync();
        using var request = agent.Request();
        Remove(piece, request, agent);
        using var response = await agent.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode} without {piece}: {body}");
        Assert.True(response.Headers.Contains("cf-ray"));
        foreach (var secret in (string[])[agent.Token, agent.ClientSecret])
        {
            Assert.DoesNotContain(secret, body + response.Headers, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_flood_is_limited_at_the_declared_number()
    {
        const int declared = 15;
        await using var agent = await LocalAgent.StartAsync(("edgeRateLimit", $"{declared}"), ("tokenRateLimit", "1000"), ("ipRateLimit", "1000"));
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < declared + 3; i++)
        {
            using var request = agent.Request();
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "wrong");
            using var response = await agent.Client.SendAsync(request, TestContext.Current.CancellationToken);
            statuses.Add(response.StatusCode);
        }

        var firstLimited = statuses.IndexOf(HttpStatusCode.TooManyRequests);
        Assert.InRange(firstLimited, declared, declared + 1);
        Assert.All(statuses.Take(firstLimited), s => Assert.Equal(HttpStatusCode.Unauthorized, s));
    }

    [Fact]
    public async Task A_rotation_fails_no_call_of_a_client_that_keeps_calling()
    {
        await using var agent = await LocalAgent.StartAsync(
            ("edgeRateLimit", "10000"),
            ("tokenRateLimit", "10000"),
            ("ipRateLimit", "10000"),
            ("runsPerDay", "100000"),
            ("runsPerMonth", "100000")
        );
        var file = agent.Cloud.State.AgentConfigurationFile;
        var first = agent.Token;
        await using var callers = new Callers(file, count: 3);

        // Twice, so that the generation the client began with is no longer valid at the end.
        foreach (var version in (string[])["2", "3"])
        {
            await callers.AnswerAsync(5);
            await agent.Cloud.UpdateAsync(
                new Dictionary<string, string>(StringComparer.Ordinal) { ["rotationVersion"] = version },
                TestContext.Current.CancellationToken
            );
            Dev.AgentConfigurationFile.Write(agent.Cloud.State);
            await callers.AnswerAsync(5);
        }

        await callers.EndAsync();
        using var request = agent.Request();
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", first);
        using var old = await agent.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, old.StatusCode);
    }

    [Fact]
    public async Task Health_is_told_by_the_worker_that_was_declared()
    {
        await using var agent = await LocalAgent.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(agent.Cloud.Endpoint, "/healthz"));
        request.Headers.Add("CF-Access-Client-Id", agent.ClientId);
        request.Headers.Add("CF-Access-Client-Secret", agent.ClientSecret);
        using var response = await agent.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var health = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal("local", health.GetProperty("environment").GetString());
        Assert.Equal("required", health.GetProperty("access").GetString());
    }

    private static void Remove(string piece, HttpRequestMessage request, LocalAgent agent)
    {
        var headers = request.Headers;
        switch (piece)
        {
            case "bearer token":
                headers.Authorization = null;
                break;
            case "right bearer token":
                headers.Authorization = new AuthenticationHeaderValue("Bearer", new string('0', 64));
                break;
            case "Access client id":
                headers.Remove("CF-Access-Client-Id");
                break;
            case "right Access client id":
                headers.Remove("CF-Access-Client-Id");
                headers.Add("CF-Access-Client-Id", new string('0', 32) + ".access");
                break;
            case "Access client secret":
                headers.Remove("CF-Access-Client-Secret");
                break;
            case "right Access client secret":
                headers.Remove("CF-Access-Client-Secret");
                headers.Add("CF-Access-Client-Secret", "cfast_" + new string('0', 48));
                break;
            case "known host":
                headers.Host = "other.localhost";
                break;
            case "known path":
                request.RequestUri = new Uri(agent.Cloud.Endpoint, "/v2/agent/run");
                break;
            case "known method":
                request.Method = HttpMethod.Put;
                break;
            case "HTTPS":
                request.RequestUri = new Uri($"http://agent.localhost:{agent.Cloud.HttpPort}/v1/agent/run");
                break;
        }
    }
}
