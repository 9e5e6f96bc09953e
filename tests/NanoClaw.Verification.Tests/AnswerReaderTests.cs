using NanoClaw.Agents;
using NanoClaw.Infra.Rules;
using NanoClaw.Infra.Settings;
using NanoClaw.Verification.Judging;
using NanoClaw.Verification.Wire;

namespace NanoClaw.Verification.Tests;

/// <summary>Who gave an answer, told by the forms that Cloudflare's own answers have.</summary>
public sealed class AnswerReaderTests
{
    private const string Deployed = "https://agent.example.com";

    [Theory]
    [InlineData(302, "location: https://team.cloudflareaccess.com/cdn-cgi/access/login/agent.example.com?kid=0123&redirect_url=%2F")]
    [InlineData(
        302,
        "location: /x|www-authenticate: Cloudflare-Access resource_metadata=\"https://agent.example.com/.well-known/cloudflare-access-protected-resource/\""
    )]
    [InlineData(403, "cf-access-aud: 0123|cf-access-domain: agent.example.com|content-type: text/html")]
    [InlineData(401, "content-type: text/html")]
    public void Access(int status, string headers) => Assert.Equal((Guard.Access, AnswerKind.Refusal), Read(status, headers));

    [Theory]
    [InlineData(403, "content-type: text/html|server: cloudflare", "error code: 1020")]
    [InlineData(400, "content-type: text/html|server: cloudflare", "<center>cloudflare</center>")]
    [InlineData(405, "server: cloudflare", "")]
    [InlineData(530, "server: cloudflare", "error code: 1016")]
    [InlineData(403, "content-type: application/json", """{"error":{"code":"unauthorized","message":"Credentials are missing."}}""")]
    [InlineData(404, "content-type: application/json", """{"error":{"code":"not_found","message":"No such method and path."}}""")]
    public void The_edge(int status, string headers, string body) => Assert.Equal((Guard.Edge, AnswerKind.Refusal), Read(status, headers, body));

    [Theory]
    [InlineData(401, "unauthorized", Guard.Worker)]
    [InlineData(403, "access_denied", Guard.Worker)]
    [InlineData(404, "not_found", Guard.Worker)]
    [InlineData(400, "invalid_request", Guard.Contract)]
    [InlineData(409, "session_unknown", Guard.Contract)]
    public void The_Worker(int status, string code, Guard layer) =>
        Assert.Equal((layer, AnswerKind.Refusal), Read(status, "content-type: application/json", StandIn.Error(code)));

    [Theory]
    [InlineData(500, "", "")]
    [InlineData(502, "server: cloudflare", "error code: 502")]
    [InlineData(522, "server: cloudflare", "error code: 522")]
    [InlineData(302, "location: https://elsewhere.example.org/", "")]
    [InlineData(302, "location: http://agent.example.com/", "")]
    [InlineData(503, "content-type: application/json", """{"error":{"code":"misconfigured","message":"A binding is missing."}}""")]
    [InlineData(500, "content-type: application/json", """{"error":{"code":"something new","message":"x"}}""")]
    public void What_proves_nothing(int status, string headers, string body) => Assert.Equal((null, AnswerKind.Fault), Read(status, headers, body));

    [Theory]
    [InlineData(429, "retry-after: 10", "error code: 1015", Guard.Edge)]
    [InlineData(429, "content-type: application/json", """{"error":{"code":"rate_limited","message":"Too many requests."}}""", Guard.Edge)]
    [InlineData(429, "content-type: application/json", """{"error":{"code":"rate_limited","message":"The Worker's own words."}}""", null)]
    public void A_limit(int status, string headers, string body, Guard? layer) => Assert.Equal((layer, AnswerKind.Limit), Read(status, headers, body));

    [Theory]
    [InlineData(301)]
    [InlineData(308)]
    public void A_redirect_to_HTTPS(int status) =>
        Assert.Equal((Guard.Transport, AnswerKind.Refusal), Read(status, "location: https://agent.example.com/healthz"));

    [Theory]
    [InlineData(200, """{"status":"ok"}""")]
    [InlineData(204, "")]
    [InlineData(200, """{"error":{"code":"unauthorized","message":"Credentials are missing."}}""")]
    public void Whatever_succeeds_is_a_success(int status, string body) =>
        Assert.Equal((null, AnswerKind.Success), Read(status, "content-type: application/json", body));

    [Fact]
    public void The_local_edges_word_is_not_taken_of_a_deployed_one()
    {
        const string headers = "x-local-edge-rule: nanoclaw_credentials|content-type: application/json";
        const string body = """{"error":{"code":"invalid_request","message":"x"}}""";

        Assert.Equal((Guard.Contract, AnswerKind.Refusal), Read(400, headers, body));
        Assert.Equal((Guard.Edge, AnswerKind.Refusal), Read(400, headers, body, "https://agent.localhost:8443"));
    }

    [Fact]
    public void The_edges_words_are_those_that_the_program_declares_whatever_is_switched()
    {
        var asTheyAre = OwnersRules(("zoneRules", "owner"));
        Assert.NotEmpty(asTheyAre);
        var rules = SettingKeys
            .All.Where(key => key.Type is SettingType.Flag)
            .SelectMany(key => OwnersRules((key.Key, key.Default == "true" ? "false" : "true")))
            .Concat(asTheyAre)
            .DistinctBy(rule => rule.Ref);
        foreach (var rule in rules)
        {
            using var body = System.Text.Json.JsonDocument.Parse(rule.Refusal.Body);
            var error = body.RootElement.GetProperty("error");
            Assert.Equal(rule.Ref, EdgeRefusals.Of(error.GetProperty("code").GetString()!, error.GetProperty("message").GetString()!));
        }

        var source = File.ReadAllText(Repository.PathTo("infra/Components/ZoneRules.cs"));
        Assert.All(
            EdgeRefusals.All.Where(limit => limit.Code == "rate_limited"),
            limit => Assert.Contains($"new(429, \"{limit.Code}\", \"{limit.Message}\")", source, StringComparison.Ordinal)
        );
        Assert.Equal(System.Text.RegularExpressions.Regex.Count(source, "new\\(429,"), EdgeRefusals.All.Count(limit => limit.Code == "rate_limited"));
    }

    /// <summary>The rules that a zone's owner declares with a setting changed; none where it does not go with the others.</summary>
    private static IReadOnlyList<AgentRule> OwnersRules((string Key, string Value) changed)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["accountId"] = "0123456789abcdef0123456789abcdef",
            ["zoneId"] = "fedcba9876543210fedcba9876543210",
            ["zone"] = "example.com",
            ["hostname"] = "agent.example.com",
            ["zoneRules"] = "owner",
            ["accessTeamDomain"] = "example.cloudflareaccess.com",
            ["modelName"] = "a-model",
            ["modelApiKey"] = "a-key",
            [changed.Key] = changed.Value,
        };
        try
        {
            return AgentRules.Custom(SettingsParser.Parse("prod", values).ZoneRules!);
        }
        catch (SettingsException)
        {
            return [];
        }
    }

    private static (Guard? Layer, AnswerKind Kind) Read(int status, string headers, string body = "", string endpoint = Deployed)
    {
        var target = new VerificationTarget { Endpoint = new Uri(endpoint), Credentials = new AgentCredentials() };
        var answer = new WireAnswer(
            status,
            [.. headers.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(h => h.Split(": ", 2)).Select(h => KeyValuePair.Create(h[0], h[1]))],
            body
        );
        var read = new AnswerReader(target).Read(answer);
        return (read.Layer, read.Kind);
    }
}
