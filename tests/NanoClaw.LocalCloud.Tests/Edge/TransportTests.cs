using System.Net;
using System.Security.Authentication;
using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud.Tests.Edge;

public sealed class TransportTests
{
    [Fact]
    public async Task Plain_HTTP_is_redirected_where_that_is_declared()
    {
        await using var running = await RunningEdge.StartAsync();

        using var response = await running.SendAsync(running.Request("/healthz?a=b", https: false));

        Assert.Equal(HttpStatusCode.MovedPermanently, response.StatusCode);
        Assert.Equal($"https://{EdgeStack.AgentHost}:{running.Edge.HttpsPort}/healthz?a=b", response.Headers.Location!.OriginalString);
        Assert.Empty(running.Worker.Received);
    }

    [Fact]
    public async Task Plain_HTTP_meets_the_rules_where_no_redirect_is_declared()
    {
        await using var running = await RunningEdge.StartAsync(EdgeStack.Hardened().Without("always_use_https"));

        using var response = await running.SendAsync(running.Request("/healthz", https: false));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("https_only", response.Headers.GetValues("x-local-edge-rule").Single());
    }

    [Theory]
    [InlineData("1.2", SslProtocols.Tls12, true)]
    [InlineData("1.2", SslProtocols.Tls13, true)]
    [InlineData("1.3", SslProtocols.Tls12, false)]
    [InlineData("1.3", SslProtocols.Tls13, true)]
    public async Task The_lowest_TLS_version_is_the_declared_one(string minimum, SslProtocols client, bool connects)
    {
        await using var running = await RunningEdge.StartAsync(EdgeStack.Hardened().Without("min_tls_version").Setting("min_tls_version", minimum));
        using var invoker = RunningEdge.ClientWith(client);

        var response = await Record.ExceptionAsync(async () =>
        {
            using var answer = await invoker.SendAsync(running.Run(), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        });

        Assert.Equal(connects, response is null);
        Assert.True(response is null or HttpRequestException);
    }

    [Fact]
    public async Task TLS_1_3_switched_off_is_not_offered()
    {
        await using var running = await RunningEdge.StartAsync(EdgeStack.Hardened().Setting("tls_1_3", "off"));
        using var invoker = RunningEdge.ClientWith(SslProtocols.Tls13);

        await Assert.ThrowsAsync<HttpRequestException>(() => invoker.SendAsync(running.Run(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task HSTS_is_sent_as_declared_and_by_HTTPS_only()
    {
        var header = JsonNode.Parse(
            """
            { "strict_transport_security": { "enabled": true, "max_age": 15552000, "include_subdomains": true, "preload": false, "nosniff": true } }
            """
        )!;
        await using var running = await RunningEdge.StartAsync(EdgeStack.Hardened().Without("always_use_https").Setting("security_header", header));

        using var byHttps = await running.SendAsync(running.Run());
        using var byHttp = await running.SendAsync(running.Request("/healthz", https: false));

        Assert.Equal("max-age=15552000; includeSubDomains", byHttps.Headers.GetValues("Strict-Transport-Security").Single());
        Assert.Equal("nosniff", byHttps.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.False(byHttp.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task HTTP_2_is_spoken()
    {
        await using var running = await RunningEdge.StartAsync(
            EdgeStack
                .Hardened()
                .Without("http_request_firewall_custom")
                .CustomRules("""{ "ref": "old", "action": "block", "expression": "http.request.version ne \"HTTP/2\" or cf.tls_version ne \"TLSv1.3\"" }""")
        );
        var request = running.Run();
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;

        using var response = await running.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(HttpVersion.Version20, response.Version);
    }
}
