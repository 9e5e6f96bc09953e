using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud.Tests.Edge;

public sealed class AccessServiceTests
{
    [Fact]
    public async Task The_Worker_gets_an_assertion_that_the_published_keys_verify_and_no_credentials()
    {
        await using var running = await RunningEdge.StartAsync();
        using var response = await running.SendAsync(running.Run());

        var received = running.Worker.Received.Single();
        Assert.DoesNotContain("cf-access-client-id", received.Headers.Keys);
        Assert.DoesNotContain("cf-access-client-secret", received.Headers.Keys);

        var claims = await VerifyAsync(running, received.Headers["cf-access-jwt-assertion"]);
        Assert.Equal(EdgeStack.AgentAudience, (string?)claims["aud"]);
        Assert.Equal("https://" + EdgeStack.TeamDomain, (string?)claims["iss"]);
        Assert.Equal(EdgeStack.ClientId, (string?)claims["common_name"]);
        Assert.Equal("", (string?)claims["sub"]);
        Assert.Null(claims["email"]);
        Assert.True((long)claims["exp"]! > running.Time.GetUtcNow().ToUnixTimeSeconds());
    }

    [Theory]
    [InlineData(EdgeStack.ClientId, "wrong", HttpStatusCode.Unauthorized)]
    [InlineData(EdgeStack.ClientId, "", HttpStatusCode.Unauthorized)]
    [InlineData("unknown.access", EdgeStack.ClientSecret, HttpStatusCode.Unauthorized)]
    [InlineData("other.access", "other-secret", HttpStatusCode.Forbidden)]
    public async Task Another_token_is_refused(string clientId, string secret, HttpStatusCode expected)
    {
        await using var running = await RunningEdge.StartAsync(EdgeStack.Hardened().OtherToken());

        using var response = await running.SendAsync(running.Run(secret, clientId));

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("access/agent", response.Headers.GetValues("x-local-edge-rule").Single());
        Assert.Empty(running.Worker.Received);
    }

    [Theory]
    [InlineData("allow")]
    [InlineData("deny")]
    public async Task Only_a_Service_Auth_policy_lets_a_service_in(string decision)
    {
        var stack = EdgeStack.Hardened().Without("p-service").Policy("p-service", decision, """[{ "anyValidServiceToken": {} }]""");
        await using var running = await RunningEdge.StartAsync(stack);

        using var response = await running.SendAsync(running.Run());

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task A_service_gets_no_cookie_and_shows_its_token_on_each_request()
    {
        await using var running = await RunningEdge.StartAsync();

        using var first = await running.SendAsync(running.Run());
        var second = running.Request("/healthz");
        second.Headers.Add("Cookie", $"CF_Authorization={running.Worker.Received.Single().Headers["cf-access-jwt-assertion"]}");
        using var without = await running.SendAsync(second);

        Assert.False(first.Headers.Contains("Set-Cookie"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (first.StatusCode, without.StatusCode));
    }

    [Fact]
    public async Task Two_client_ids_in_one_request_are_none()
    {
        await using var running = await RunningEdge.StartAsync();
        var request = running.Run();
        request.Headers.Add("CF-Access-Client-Id", EdgeStack.ClientId);

        using var response = await running.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_request_without_credentials_gets_401_where_that_is_declared()
    {
        await using var running = await RunningEdge.StartAsync();

        using var response = await running.SendAsync(running.Request("/healthz"));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task The_previous_secret_is_good_within_the_overlap_and_not_after()
    {
        var expires = DateTimeOffset.Parse("2026-11-22T13:00:00Z");
        await using var running = await RunningEdge.StartAsync(EdgeStack.Hardened().Without("agent-token").ServiceToken("cfast_new", "cfast_old", expires));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(running, "cfast_new"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(running, "cfast_old"));

        running.Time.SetUtcNow(expires);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(running, "cfast_old"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(running, "cfast_new"));
    }

    [Fact]
    public async Task A_more_specific_application_inherits_nothing()
    {
        await using var running = await RunningEdge.StartAsync();
        var request = running.Request("/admin");
        request.Headers.Add("CF-Access-Client-Id", EdgeStack.ClientId);
        request.Headers.Add("CF-Access-Client-Secret", EdgeStack.ClientSecret);

        using var response = await running.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("access/admin", response.Headers.GetValues("x-local-edge-rule").Single());
    }

    [Fact]
    public async Task An_application_without_policies_lets_nobody_in()
    {
        var stack = EdgeStack
            .Hardened()
            .Without("agent")
            .Add(
                "zeroTrustAccessApplication:ZeroTrustAccessApplication",
                "agent",
                new()
                {
                    ["name"] = "agent",
                    ["domain"] = EdgeStack.AgentHost,
                    ["serviceAuth401Redirect"] = true,
                },
                new() { ["id"] = "x", ["aud"] = EdgeStack.AgentAudience }
            );
        await using var running = await RunningEdge.StartAsync(stack);

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(running, EdgeStack.ClientSecret));
    }

    [Fact]
    public async Task A_selector_that_is_not_known_here_lets_nobody_in_and_is_told()
    {
        await using var running = await RunningEdge.StartAsync(
            EdgeStack
                .Hardened()
                .Without("p-service")
                .Policy(
                    "p-service",
                    "non_identity",
                    """[{ "serviceToken": { "tokenId": "token-id" } }]""",
                    excludes: """[{ "geo": { "countryCode": "FR" } }]"""
                )
        );

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(running, EdgeStack.ClientSecret));
        Assert.Contains(running.Edge.NotReproduced, line => line.Contains("geo", StringComparison.Ordinal));
    }

    private static async Task<HttpStatusCode> StatusAsync(RunningEdge running, string secret)
    {
        using var response = await running.SendAsync(running.Run(secret));
        return response.StatusCode;
    }

    /// <summary>Checks the signature as a Worker would: by the key set, fetched over the plain listener under the team's name.</summary>
    internal static async Task<JsonObject> VerifyAsync(RunningEdge running, string token)
    {
        using var answer = await running.SendAsync(running.Request("/cdn-cgi/access/certs", host: EdgeStack.TeamDomain, https: false));
        var keys = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["keys"]!.AsArray();

        var parts = token.Split('.');
        var header = JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!;
        Assert.Equal("RS256", (string?)header["alg"]);
        var key = keys.Single(k => (string?)k!["kid"] == (string?)header["kid"])!;
        using var rsa = RSA.Create(
            new RSAParameters { Modulus = Base64Url.DecodeFromChars((string)key["n"]!), Exponent = Base64Url.DecodeFromChars((string)key["e"]!) }
        );
        Assert.True(
            rsa.VerifyData(
                Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]),
                Base64Url.DecodeFromChars(parts[2]),
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1
            )
        );
        return JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!.AsObject();
    }
}
