using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace NanoClaw.Agents.Tests;

/// <summary>What goes over the wire, to whom, and to nobody else.</summary>
public sealed class TransportTests
{
    [Theory]
    [InlineData(HttpProtocols.Http1AndHttp2, "HTTP/2")]
    [InlineData(HttpProtocols.Http1, "HTTP/1.1")]
    public async Task A_call_carries_exactly_these_headers(HttpProtocols protocols, string expected)
    {
        await using var worker = await StubWorker.StartAsync(protocols);
        worker.Streams(TestRun.Success);
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials());

        await runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync();

        var call = Assert.Single(worker.Calls);
        Assert.Equal(("POST", "/v1/agent/run", expected), (call.Method, call.Path, call.Protocol));
        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["accept"] = "text/event-stream",
                ["authorization"] = "Bearer token-one",
                ["cf-access-client-id"] = "id.access",
                ["cf-access-client-secret"] = "access-secret",
                ["content-length"] = call.Body.Length.ToString(),
                ["content-type"] = "application/json",
                ["host"] = worker.Endpoint.Authority,
                ["idempotency-key"] = TestRun.Id,
                ["user-agent"] = "NanoClaw.Agents/0.1.0",
            },
            new SortedDictionary<string, string>(call.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value), StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Without_Access_credentials_no_Access_header_is_sent()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Streams(TestRun.Success);
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials { Now = new AgentCredentials { Token = "token-one" } });

        await runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync();

        Assert.DoesNotContain(Assert.Single(worker.Calls).Headers.Keys, name => name.StartsWith("cf-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_certificate_that_neither_the_machine_nor_the_file_vouches_for_is_refused_before_anything_is_sent()
    {
        await using var worker = await StubWorker.StartAsync();
        using var other = new LocalAuthority();

        foreach (var caFile in new[] { null, other.PemFile })
        {
            await AssertTlsFailsAsync(worker, worker.Options(o => o.CaFile = caFile));
        }
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused_though_the_file_vouches_for_its_authority()
    {
        await using var worker = await StubWorker.StartAsync(certificateFor: "other.localhost");

        await AssertTlsFailsAsync(worker, worker.Options());
    }

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_takes_the_credentials_nowhere(int status)
    {
        await using var elsewhere = await StubWorker.StartAsync();
        elsewhere.Streams(TestRun.Success);
        await using var worker = await StubWorker.StartAsync();
        worker.Answers(status, "text/plain", "", ("Location", new Uri(elsewhere.Endpoint, "/v1/agent/run").ToString()));
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials());

        await Assert.ThrowsAsync<AgentAccessDeniedException>(() => runtime.StreamAsync(TestRun.Request).ListAsync());

        Assert.Empty(elsewhere.Calls);
    }

    [Fact]
    public async Task Calls_share_a_connection()
    {
        var connections = new HashSet<string>(StringComparer.Ordinal);
        await using var worker = await StubWorker.StartAsync();
        worker.Answers(async context =>
        {
            lock (connections)
            {
                connections.Add(context.Connection.Id);
            }

            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.WriteAsync(TestRun.Utf8(TestRun.Success));
        });
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials());

        for (var i = 0; i < 5; i++)
        {
            await runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync();
        }

        Assert.Single(connections);
    }

    [Theory]
    [InlineData("http://agent.example.com", "https://")]
    [InlineData("https://user:pass@agent.example.com", "user name or password")]
    [InlineData("https://agent.example.com/v1", "after the host")]
    [InlineData("https://agent.example.com/?x=1", "after the host")]
    [InlineData("agent.example.com", "not an address")]
    public void Any_endpoint_but_a_bare_https_origin_is_refused(string endpoint, string reason)
    {
        var failure = Assert.Throws<OptionsValidationException>(() =>
            new CloudflareAgentRuntime(new CloudflareAgentOptions { Endpoint = new Uri(endpoint, UriKind.RelativeOrAbsolute) }, new FixedCredentials())
        );

        Assert.Contains("CLOUDFLARE_AGENT_ENDPOINT", failure.Message);
        Assert.Contains(reason, failure.Message);
        Assert.DoesNotContain("user:pass", failure.Message);
    }

    private static async Task AssertTlsFailsAsync(StubWorker worker, CloudflareAgentOptions options)
    {
        using var runtime = new CloudflareAgentRuntime(options, new FixedCredentials());

        var failure = await Assert.ThrowsAsync<AgentUnavailableException>(() => runtime.StreamAsync(TestRun.Request).ListAsync());

        Assert.Equal(AgentErrorCodes.TlsFailed, failure.Code);
        Assert.Contains("CLOUDFLARE_AGENT_CA_FILE", failure.Message);
        Assert.Empty(worker.Calls);
    }
}
