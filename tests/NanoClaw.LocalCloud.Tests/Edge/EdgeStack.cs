using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud.Tests.Edge;

/// <summary>Declares the resources of a small hardened zone, as the provider would get them; a test changes what it is about.</summary>
internal sealed class EdgeStack
{
    public const string AgentHost = "agent.example.com";
    public const string ClientId = "0123456789abcdef.access";
    public const string ClientSecret = "cfast_current";
    public const string TeamDomain = "team.cloudflareaccess.com";
    public const string AgentAudience = "aud-agent";
    public const string AdminAudience = "aud-admin";
    public const string Admin = "admin@example.com";

    private readonly List<DeclaredResource> _resources = [];

    public static EdgeStack Hardened() =>
        new EdgeStack()
            .Domain(AgentHost, "moltworker")
            .Script("moltworker")
            .Setting("always_use_https", "on")
            .Setting("min_tls_version", "1.2")
            .CustomRules(
                """{ "ref": "https_only", "action": "block", "expression": "not ssl" }""",
                """
                {
                  "ref": "agent_paths", "action": "block",
                  "expression": "http.host eq \"agent.example.com\" and not http.request.uri.path in {\"/v1/agent/run\" \"/healthz\" \"/admin\"}",
                  "actionParameters": { "response": { "statusCode": 404, "contentType": "application/json", "content": "{\"error\":\"no such path\"}" } }
                }
                """,
                """
                {
                  "ref": "agent_credentials", "action": "block",
                  "expression": "http.request.uri.path eq \"/v1/agent/run\" and not len(http.request.headers[\"cf-access-client-id\"]) gt 0"
                }
                """
            )
            .RateLimit(
                """
                {
                  "ref": "agent_flood", "action": "block", "expression": "http.request.uri.path eq \"/v1/agent/run\"",
                  "ratelimit": { "characteristics": ["ip.src", "cf.colo.id"], "period": 10, "requestsPerPeriod": 5.0, "mitigationTimeout": 20 }
                }
                """
            )
            .ServiceToken()
            .Policy("p-service", "non_identity", """[{ "serviceToken": { "tokenId": "token-id" } }]""")
            .Policy("p-people", "allow", """[{ "email": { "email": "admin@example.com" } }]""")
            .Application("agent", AgentHost, AgentAudience, "p-service", answers401: true)
            .Application("admin", AgentHost + "/admin", AdminAudience, "p-people", answers401: false);

    public EdgeStack Domain(string hostname, string service) =>
        Add("workersCustomDomain:WorkersCustomDomain", hostname, new() { ["hostname"] = hostname, ["service"] = service });

    public EdgeStack Script(string name) =>
        Add(
            "workersScript:WorkersScript",
            name,
            new()
            {
                ["scriptName"] = name,
                ["bindings"] = new JsonArray(
                    new JsonObject
                    {
                        ["type"] = "plain_text",
                        ["name"] = "ACCESS_TEAM_DOMAIN",
                        ["text"] = TeamDomain,
                    }
                ),
            }
        );

    public EdgeStack Setting(string id, JsonNode value) => Add("zoneSetting:ZoneSetting", id, new() { ["settingId"] = id, ["value"] = value });

    public EdgeStack CustomRules(params string[] rules) => Ruleset("http_request_firewall_custom", rules);

    public EdgeStack RateLimit(params string[] rules) => Ruleset("http_ratelimit", rules);

    public EdgeStack Ruleset(string phase, params string[] rules) =>
        Add(
            "ruleset:Ruleset",
            phase,
            new()
            {
                ["kind"] = "zone",
                ["phase"] = phase,
                ["rules"] = new JsonArray([.. rules.Select(r => JsonNode.Parse(r))]),
            }
        );

    public EdgeStack ServiceToken(string secret = ClientSecret, string? previous = null, DateTimeOffset? previousExpires = null)
    {
        var inputs = new JsonObject { ["name"] = "agent" };
        var outputs = new JsonObject
        {
            ["id"] = "token-id",
            ["clientId"] = ClientId,
            ["clientSecret"] = secret,
        };
        if (previous is not null)
        {
            inputs["clientSecretVersion"] = 2;
            inputs["previousClientSecretExpiresAt"] = previousExpires!.Value.ToString("O");
            outputs["previousClientSecret"] = previous;
        }

        return Add("zeroTrustAccessServiceToken:ZeroTrustAccessServiceToken", "agent-token", inputs, outputs);
    }

    public EdgeStack OtherToken() =>
        Add(
            "zeroTrustAccessServiceToken:ZeroTrustAccessServiceToken",
            "other-token",
            new() { ["name"] = "other" },
            new()
            {
                ["id"] = "other-id",
                ["clientId"] = "other.access",
                ["clientSecret"] = "other-secret",
            }
        );

    public EdgeStack Policy(string id, string decision, string includes, string excludes = "[]", string requires = "[]", string? session = "30m") =>
        Add(
            "zeroTrustAccessPolicy:ZeroTrustAccessPolicy",
            id,
            new()
            {
                ["name"] = id,
                ["decision"] = decision,
                ["includes"] = JsonNode.Parse(includes),
                ["excludes"] = JsonNode.Parse(excludes),
                ["requires"] = JsonNode.Parse(requires),
                ["sessionDuration"] = session,
            },
            new() { ["id"] = id }
        );

    public EdgeStack Application(string name, string domain, string audience, string policy, bool answers401) =>
        Add(
            "zeroTrustAccessApplication:ZeroTrustAccessApplication",
            name,
            new()
            {
                ["name"] = name,
                ["type"] = "self_hosted",
                ["domain"] = domain,
                ["sessionDuration"] = "1h",
                ["serviceAuth401Redirect"] = answers401,
                ["policies"] = new JsonArray(new JsonObject { ["id"] = policy, ["precedence"] = 1 }),
            },
            new() { ["id"] = name + "-id", ["aud"] = audience }
        );

    public EdgeStack Without(string name)
    {
        _resources.RemoveAll(r => r.Name == name);
        return this;
    }

    public EdgeStack Add(string type, string name, JsonObject inputs, JsonObject? outputs = null)
    {
        _resources.Add(new DeclaredResource("cloudflare:index/" + type, name, null, inputs, outputs ?? new() { ["id"] = name }));
        return this;
    }

    public DeclaredStack Build() => new("test", [.. _resources], []);
}
