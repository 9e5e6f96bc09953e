using System.Net;

namespace NanoClaw.LocalCloud.Tests.Edge;

/// <summary>A refusal of Access says that it is one, and of which application.</summary>
public sealed class AccessHeadersTests
{
    [Theory]
    [InlineData("/healthz", HttpStatusCode.Unauthorized, EdgeStack.AgentHost, EdgeStack.AgentAudience)]
    [InlineData("/admin", HttpStatusCode.Found, EdgeStack.AgentHost + "/admin", EdgeStack.AdminAudience)]
    public async Task A_refusal_names_the_application(string path, HttpStatusCode status, string domain, string audience)
    {
        await using var running = await RunningEdge.StartAsync();

        using var response = await running.SendAsync(running.Request(path));

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(domain, response.Headers.GetValues("cf-access-domain").Single());
        Assert.Equal(audience, response.Headers.GetValues("cf-access-aud").Single());
        Assert.StartsWith("Cloudflare-Access ", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_passes_and_what_a_rule_refuses_says_nothing_of_Access()
    {
        await using var running = await RunningEdge.StartAsync();

        using var passed = await running.SendAsync(running.Run());
        using var blocked = await running.SendAsync(running.Request("/other"));

        Assert.False(passed.Headers.Contains("cf-access-aud"));
        Assert.False(blocked.Headers.Contains("cf-access-aud"));
    }
}
