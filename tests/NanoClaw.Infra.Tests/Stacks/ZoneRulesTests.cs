using NanoClaw.Edge.Language;
using NanoClaw.Edge.Plans;
using NanoClaw.Edge.Requests;
using NanoClaw.Infra.Rules;
using NanoClaw.Infra.Settings;
using NanoClaw.Infra.Tests.Evaluation;

namespace NanoClaw.Infra.Tests.Stacks;

/// <summary>The declared rules, judged by the rules language itself.</summary>
public sealed class ZoneRulesTests
{
    private const string Hostnames = "[\"agent.example.com\",\"agent-dev.example.com\"]";

    private static readonly KeyValuePair<string, string>[] Credentials =
    [
        new("Authorization", "Bearer x"),
        new("CF-Access-Client-Id", "x.access"),
        new("CF-Access-Client-Secret", "x"),
    ];

    /// <summary>Host, path, method, HTTPS, credentials, and the rule that refuses; none where the request passes.</summary>
    public static TheoryData<string, string, string, bool, bool, string?> Requests { get; } =
        new()
        {
            { "agent.example.com", "/v1/agent/run", "POST", true, true, null },
            { "agent-dev.example.com", "/v1/agent/run", "POST", true, true, null },
            { "AGENT.example.com", "/v1/agent/run", "POST", true, true, null },
            { "agent.example.com", "/v1/agent/run", "DELETE", true, true, null },
            { "agent.example.com", "/v1/agent/memory", "GET", true, true, null },
            { "agent.example.com", "/v1/agent/memory", "DELETE", true, true, null },
            { "agent.example.com", "/v1/agent/backup/state", "GET", true, true, null },
            { "agent.example.com", "/v1/agent/backup/state", "PUT", true, true, null },
            { "agent.example.com", "/v1/agent/backup/pieces/p-1", "DELETE", true, true, null },
            { "agent.example.com", "/healthz", "GET", true, false, null },
            { "agent.example.com", "/healthz", "HEAD", true, false, null },
            { "agent.example.com", "/admin", "GET", true, false, null },
            { "agent.example.com", "/admin/runs", "POST", true, false, null },
            { "agent.example.com", "/cdn-cgi/access/login", "GET", true, false, null },
            { "www.example.com", "/anything", "DELETE", false, false, null },
            { "example.com", "/", "GET", true, false, null },
            { "agent.example.com", "/v1/agent/run", "POST", false, true, "nanoclaw_https_only" },
            { "agent.example.com", "/healthz", "GET", false, false, "nanoclaw_https_only" },
            { "other.agent.example.com", "/v1/agent/run", "POST", true, true, "nanoclaw_unknown_host" },
            { "agent.example.com", "/v1/agent/run", "GET", true, true, "nanoclaw_known_paths" },
            { "agent.example.com", "/v1/agent/run/", "POST", true, true, "nanoclaw_known_paths" },
            { "agent.example.com", "/v1/agent", "POST", true, true, "nanoclaw_known_paths" },
            { "agent.example.com", "/v1/agent/memory", "POST", true, true, "nanoclaw_known_paths" },
            { "agent.example.com", "/v1/agent/backup/state", "POST", true, true, "nanoclaw_known_paths" },
            { "agent.example.com", "/v1/agent/backup", "GET", true, true, "nanoclaw_known_paths" },
            { "agent.example.com", "/v1/agent/memory/", "GET", true, true, "nanoclaw_known_paths" },
            { "agent.example.com", "/", "GET", true, true, "nanoclaw_known_paths" },
            { "agent.example.com", "/.env", "GET", true, true, "nanoclaw_known_paths" },
            { "agent.example.com", "/healthz", "POST", true, true, "nanoclaw_known_paths" },
            { "agent.example.com", "/administrator", "GET", true, true, "nanoclaw_known_paths" },
            { "agent.example.com", "/admin", "DELETE", true, true, "nanoclaw_known_paths" },
            { "agent.example.com", "/v1/agent/run", "POST", true, false, "nanoclaw_credentials" },
            { "AGENT.EXAMPLE.COM", "/v1/agent/run", "POST", true, false, "nanoclaw_credentials" },
            { "agent.example.com", "/v1/agent/run", "DELETE", true, false, "nanoclaw_credentials" },
            { "agent.example.com", "/v1/agent/memory", "GET", true, false, "nanoclaw_credentials" },
            { "agent.example.com", "/v1/agent/memory", "DELETE", true, false, "nanoclaw_credentials" },
            { "agent.example.com", "/v1/agent/backup/pieces/p-1", "PUT", true, false, "nanoclaw_credentials" },
        };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_is_refused_by_the_rule_meant_for_it(string host, string path, string method, bool https, bool credentials, string? refusedBy)
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner(("hostnames", Hostnames)));

        Assert.All(
            new[] { "HTTP/1.1", "HTTP/2" },
            version =>
            {
                var request = new RuleRequest
                {
                    Host = host,
                    RawPath = path,
                    Method = method,
                    Ssl = https,
                    Version = version,
                    Headers = credentials ? Credentials : [],
                };
                Assert.Equal(refusedBy, FirstMatch(evaluated, request));
            }
        );
    }

    [Fact]
    public async Task An_adopted_ruleset_keeps_its_name_since_another_would_replace_it()
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner(("zonePlan", "pro")));

        var rulesets = evaluated.Seen.Where(s => s.Resource is Pulumi.Cloudflare.Ruleset).ToList();
        Assert.Equal(3, rulesets.Count);
        Assert.All(rulesets, r => Assert.Contains("name", r.Options.IgnoreChanges));
    }

    [Theory]
    [InlineData("Authorization")]
    [InlineData("CF-Access-Client-Id")]
    [InlineData("CF-Access-Client-Secret")]
    public async Task A_run_that_lacks_one_credential_is_cut_off(string missing)
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner());

        Assert.Equal("nanoclaw_credentials", FirstMatch(evaluated, Run([.. Credentials.Where(h => h.Key != missing)])));
        Assert.Null(FirstMatch(await Evaluated.RunAsync("prod", SampleConfig.Owner(("requireCredentialHeaders", "false"))), Run([])));
    }

    [Theory]
    [InlineData("agents.example.com", "nanoclaw_unknown_host")]
    [InlineData("old.agents.example.com", "nanoclaw_unknown_host")]
    [InlineData("a.b.agents.example.com", "nanoclaw_unknown_host")]
    [InlineData("prod.agents.example.com", null)]
    [InlineData("notagents.example.com", null)]
    public async Task Unknown_hostnames_under_the_agents_domain_are_refused(string host, string? refusedBy)
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner(("hostname", "prod.agents.example.com"), ("agentDomain", "agents.example.com")));

        Assert.Equal(
            refusedBy,
            FirstMatch(
                evaluated,
                new RuleRequest
                {
                    Host = host,
                    RawPath = "/v1/agent/run",
                    Method = "POST",
                    Headers = Credentials,
                }
            )
        );
    }

    [Theory]
    [InlineData("free")]
    [InlineData("pro")]
    [InlineData("business")]
    [InlineData("enterprise")]
    public async Task A_zone_holds_no_more_than_its_plan_allows(string plan)
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner(("zonePlan", plan), ("hostnames", Hostnames)));
        var capabilities = PlanTable.For(Enum.Parse<ZonePlan>(plan, ignoreCase: true));
        var custom = Rules(evaluated, "http_request_firewall_custom");
        var limits = Rules(evaluated, "http_ratelimit");

        Assert.InRange(custom.Count, 1, capabilities.CustomRules.MaxRules);
        Assert.InRange(limits.Count, 1, capabilities.RateLimits.MaxRules);
        Assert.All(custom, r => Assert.Contains(r.Text("action"), capabilities.CustomRules.Actions));
        Assert.All(custom, r => Assert.False(RuleExpression.Parse(r.Text("expression")).UsesRegex));
        Assert.All(custom, r => Assert.Equal(capabilities.CustomRules.CustomResponse, r.Has("actionParameters")));
        Assert.All(limits, r => Assert.Subset(capabilities.RateLimits.Fields.ToHashSet(), RuleExpression.Parse(r.Text("expression")).Fields.ToHashSet()));
        Assert.All(limits, r => Assert.All(r.Part("ratelimit").Texts("characteristics"), c => Assert.True(capabilities.RateLimits.AllowsCharacteristic(c))));
        Assert.All(
            limits,
            r => Assert.Null(capabilities.RateLimits.RefusalOf((int)r.Part("ratelimit").Number("period"), (int)r.Part("ratelimit").Number("mitigationTimeout")))
        );
        Assert.Equal(
            capabilities.DeployableRulesets.Select(r => r.Id),
            Rules(evaluated, "http_request_firewall_managed").Select(r => r.Part("actionParameters").Text("id"))
        );
    }

    [Theory]
    [InlineData("free", "www.example.com", "/v1/agent/run", true)]
    [InlineData("free", "agent.example.com", "/healthz", false)]
    [InlineData("pro", "www.example.com", "/v1/agent/run", false)]
    [InlineData("pro", "agent.example.com", "/healthz", true)]
    public async Task The_rate_limit_counts_by_path_on_free_and_by_host_above(string plan, string host, string path, bool counted)
    {
        var rule = Assert.Single(Rules(await Evaluated.RunAsync("prod", SampleConfig.Owner(("zonePlan", plan))), "http_ratelimit"));

        Assert.Equal(
            counted,
            RuleExpression
                .Parse(rule.Text("expression"))
                .IsMatch(
                    new()
                    {
                        Host = host,
                        RawPath = path,
                        Method = "GET",
                    }
                )
        );
        Assert.Equal(["cf.colo.id", "ip.src"], rule.Part("ratelimit").Texts("characteristics"));
    }

    [Theory]
    [InlineData("agent.example.com", true, true)]
    [InlineData("agent.example.com", false, false)]
    [InlineData("www.example.com", true, false)]
    public async Task With_advanced_rate_limiting_a_token_is_counted_whatever_address_it_comes_from(string host, bool hasToken, bool counted)
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner(("zonePlan", "enterprise"), ("advancedRateLimiting", "true")));
        var capabilities = PlanTable.For(ZonePlan.Enterprise, advancedRateLimiting: true).RateLimits;

        var rules = Rules(evaluated, "http_ratelimit");
        Assert.Equal(["nanoclaw_rate_limit", "nanoclaw_token_rate_limit"], rules.Select(r => r.Text("ref")));
        var characteristics = rules[1].Part("ratelimit").Texts("characteristics");
        Assert.Equal(["cf.colo.id", "http.request.headers[\"authorization\"]"], characteristics);
        Assert.All(characteristics, c => Assert.True(capabilities.AllowsCharacteristic(c)));
        var expression = RuleExpression.Parse(rules[1].Text("expression"));
        Assert.Subset(capabilities.Fields.ToHashSet(), expression.Fields.ToHashSet());
        var request = new RuleRequest
        {
            Host = host,
            RawPath = "/v1/agent/run",
            Method = "POST",
            Headers = hasToken ? Credentials : [],
        };
        Assert.Equal(counted, expression.IsMatch(request));
    }

    [Fact]
    public async Task A_prompt_or_a_notes_key_is_not_scored_by_what_it_looks_like()
    {
        var rules = Rules(await Evaluated.RunAsync("prod", SampleConfig.Owner(("zonePlan", "pro"))), "http_request_firewall_managed");
        var memory = new RuleRequest
        {
            Host = "agent.example.com",
            RawPath = "/v1/agent/memory",
            Method = "DELETE",
            Headers = Credentials,
        };

        Assert.All(
            new[] { Run(Credentials), memory },
            request =>
            {
                Assert.True(RuleExpression.Parse(Assert.Single(rules, r => r.Text("ref") == "nanoclaw_managed").Text("expression")).IsMatch(request));
                Assert.False(RuleExpression.Parse(Assert.Single(rules, r => r.Text("ref") == "nanoclaw_owasp").Text("expression")).IsMatch(request));
            }
        );
    }

    [Fact]
    public async Task Above_free_a_refusal_is_an_error_of_the_contract()
    {
        var rules = Rules(await Evaluated.RunAsync("prod", SampleConfig.Owner(("zonePlan", "pro"))), "http_request_firewall_custom");
        var response = Assert.Single(rules, r => r.Text("ref") == "nanoclaw_credentials").Part("actionParameters").Part("response");

        Assert.Equal(401, response.Number("statusCode"));
        Assert.Equal("application/json", response.Text("contentType"));
        Assert.Equal("""{"error":{"code":"unauthorized","message":"Credentials are missing."}}""", response.Text("content"));
    }

    [Fact]
    public async Task Every_rule_has_a_reference_of_its_own()
    {
        var evaluated = await Evaluated.RunAsync(
            "prod",
            SampleConfig.Owner(
                ("zonePlan", "business"),
                ("extraRules", "[\"office_only block http.host eq \\\"intranet.example.com\\\" and not ip.src in {192.0.2.0/24}\"]")
            )
        );
        var refs = evaluated.OfType("Ruleset").SelectMany(r => r.List("rules")).Select(r => r.Text("ref")).ToList();

        Assert.Equal(refs.Count, refs.Distinct().Count());
        Assert.Equal("office_only", Rules(evaluated, "http_request_firewall_custom")[^1].Text("ref"));
    }

    [Fact]
    public async Task There_is_one_entry_point_a_phase() =>
        Assert.All(
            (await Evaluated.RunAsync("prod", SampleConfig.Owner(("zonePlan", "enterprise")))).OfType("Ruleset").GroupBy(r => r.Text("phase")),
            phase => Assert.Equal("zone", Assert.Single(phase).Text("kind"))
        );

    [Fact]
    public async Task The_zone_speaks_HTTPS_with_TLS_1_2_at_least_and_says_so()
    {
        var settings = (await Evaluated.RunAsync("prod", SampleConfig.Owner(("hstsMaxAgeSeconds", "60"))))
            .OfType("ZoneSetting")
            .ToDictionary(s => s.Text("settingId"));
        var hsts = settings["security_header"].Part("value").Part("strict_transport_security");

        Assert.Equal("on", settings["always_use_https"].Text("value"));
        Assert.Equal("1.2", settings["min_tls_version"].Text("value"));
        Assert.Equal("on", settings["tls_1_3"].Text("value"));
        Assert.True(hsts.Flag("enabled"));
        Assert.Equal(60, hsts.Number("max_age"));
        Assert.False(hsts.Flag("include_subdomains"));
        Assert.False(hsts.Flag("preload"));
    }

    [Fact]
    public async Task Zone_settings_can_be_left_to_the_zone() =>
        Assert.Empty((await Evaluated.RunAsync("prod", SampleConfig.Owner(("zoneSettings", "false")))).OfType("ZoneSetting"));

    /// <summary>Whatever is switched: a rule that nobody has seen refuse anything may refuse everything, or nothing.</summary>
    [Fact]
    public async Task Each_rule_has_a_request_here_that_it_refuses()
    {
        var here = await File.ReadAllTextAsync(Repository.PathTo("tests/NanoClaw.Infra.Tests/Stacks/ZoneRulesTests.cs"), TestContext.Current.CancellationToken);
        var rules = SettingKeys
            .All.Where(key => key.Type is SettingType.Flag)
            .SelectMany(key => OwnersRules((key.Key, key.Default == "true" ? "false" : "true")))
            .Select(rule => rule.Ref)
            .Distinct(StringComparer.Ordinal)
            .ToList();

        Assert.Contains("nanoclaw_credentials", rules);
        Assert.All(rules, rule => Assert.Contains($"\"{rule}\"", here, StringComparison.Ordinal));
    }

    /// <summary>Those with a setting changed; none where it does not go with the others.</summary>
    private static IReadOnlyList<AgentRule> OwnersRules((string Key, string? Value) changed)
    {
        try
        {
            return AgentRules.Custom(SettingsParser.Parse("prod", SampleConfig.Owner(changed)).ZoneRules!);
        }
        catch (SettingsException)
        {
            return [];
        }
    }

    private static RuleRequest Run(KeyValuePair<string, string>[] headers) =>
        new()
        {
            Host = "agent.example.com",
            RawPath = "/v1/agent/run",
            Method = "POST",
            Headers = headers,
        };

    private static IReadOnlyList<Declared> Rules(Evaluated evaluated, string phase) =>
        [.. evaluated.OfType("Ruleset").Where(r => r.Text("phase") == phase).SelectMany(r => r.List("rules"))];

    private static string? FirstMatch(Evaluated evaluated, RuleRequest request) =>
        Rules(evaluated, "http_request_firewall_custom").FirstOrDefault(r => RuleExpression.Parse(r.Text("expression")).IsMatch(request))?.Text("ref");
}
