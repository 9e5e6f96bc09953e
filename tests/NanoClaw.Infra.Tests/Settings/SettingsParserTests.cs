using NanoClaw.Edge.Plans;
using NanoClaw.Infra.Settings;
using NanoClaw.Infra.Tests.Evaluation;

namespace NanoClaw.Infra.Tests.Settings;

public sealed class SettingsParserTests
{
    /// <summary>A mistake: what is changed, the key it is reported under, and words of its rule and way out.</summary>
    public static TheoryData<string, string?, string, string, string> OwnerMistakes { get; } =
        new()
        {
            { "accountId", null, "accountId", "missing", "pulumi config set accountId" },
            { "accountId", "0123", "accountId", "32 lower-case hexadecimal", "Copy the account's id" },
            { "zoneId", "FEDCBA9876543210FEDCBA9876543210", "zoneId", "32 lower-case hexadecimal", "Copy the zone's id" },
            { "zone", "example", "zone", "not a domain", "example.com" },
            { "zone", "other.org", "hostname", "outside the zone other.org", "ends with .other.org" },
            { "zonePlan", "gold", "zonePlan", "not one of the choices", "free, pro, business, enterprise" },
            { "advancedRateLimiting", "true", "advancedRateLimiting", "add-on of the enterprise plan", "Set it to false" },
            { "advancedRateLimiting", "yes", "advancedRateLimiting", "true or false", "pulumi config set" },
            { "workersPlan", "unlimited", "workersPlan", "not one of the choices", "free, paid" },
            { "hostname", null, "hostname", "missing", "pulumi config set hostname" },
            { "hostname", "https://agent.example.com/", "hostname", "not a hostname", "agent.example.com" },
            { "hostname", "Agent.example.com", "hostname", "lower case", "agent.example.com" },
            { "hostname", "agent_1.example.com", "hostname", "not a hostname", "agent.example.com" },
            { "hostname", "-agent.example.com", "hostname", "not a hostname", "agent.example.com" },
            { "hostname", "agent.example.com\" or ssl", "hostname", "not a hostname", "agent.example.com" },
            { "hostname", "agent.notexample.com", "hostname", "outside the zone example.com", "ends with .example.com" },
            { "workerName", "My Worker", "workerName", "not a Worker's name", "pulumi config set workerName" },
            { "zoneRules", null, "zoneRules", "missing", "owner, member" },
            { "zoneRules", "mine", "zoneRules", "not one of the choices", "owner, member" },
            { "hostnames", "[\"agent-dev.example.com\"]", "hostnames", "own hostname agent.example.com is not among them", "Add it" },
            { "hostnames", "[\"agent.example.com\", \"agent.other.org\"]", "hostnames", "outside the zone", "ends with .example.com" },
            { "hostnames", "agent.example.com", "hostnames", "list of strings", "YAML list" },
            { "hostnames", "[1]", "hostnames", "list of strings", "YAML list" },
            { "agentDomain", "agents.example.com", "agentDomain", "agent.example.com is not under it", "all hostnames share" },
            { "agentDomain", "example.org", "agentDomain", "outside the zone", "ends with .example.com" },
            { "ownerStack", "organization/nanoclaw/prod", "ownerStack", "two owners", "Set zoneRules to member" },
            { "requireCredentialHeaders", "1", "requireCredentialHeaders", "true or false", "pulumi config set" },
            { "edgeRateLimit", "0", "edgeRateLimit", "from 1 to", "pulumi config set" },
            { "edgeRateLimitPeriod", "60", "edgeRateLimitPeriod", "on the free plan a period of 60 s is not offered: choose 10", "zonePlan" },
            { "edgeRateLimitPeriod", "11", "edgeRateLimitPeriod", "a period of 11 s is not offered", "zonePlan" },
            {
                "edgeRateLimitTimeout",
                "3600",
                "edgeRateLimitTimeout",
                "on the free plan a mitigation timeout of 3600 s is not offered: only 10 s is",
                "zonePlan"
            },
            { "managedRules", "on", "managedRules", "the free plan has no managed rulesets to deploy", "Set it to auto" },
            { "managedRules", "yes", "managedRules", "not one of the choices", "auto, on, off" },
            { "hstsMaxAgeSeconds", "-1", "hstsMaxAgeSeconds", "from 0 to", "pulumi config set" },
            { "extraRules", "[\"office_only block\"]", "extraRules", "is not a rule", "office_only block" },
            { "extraRules", "[\"nanoclaw_mine block ssl\"]", "extraRules", "needs a ref of its own", "Rename it" },
            { "extraRules", "[\"a block ssl\", \"a block ssl\"]", "extraRules", "needs a ref of its own", "Rename it" },
            { "extraRules", "[\"a log ssl\"]", "extraRules", "asks for the action log, and the free plan has", "Choose one of these" },
            { "extraRules", "[\"a skip ssl\"]", "extraRules", "could open the agents' hostnames", "condition of the rules it skips" },
            { "extraRules", "[\"a block http.host matches \\\"x\\\"\"]", "extraRules", "regular expression, and the free plan has none", "business or higher" },
            { "extraRules", "[\"a block http.hots eq \\\"x\\\"\"]", "extraRules", "does not parse", "Correct its expression" },
            {
                "extraRules",
                "[\"a block ssl\", \"b block ssl\"]",
                "extraRules",
                "the rule 'b' is one too many: the free plan holds 5 custom rules, and 6 are asked for",
                "higher plan"
            },
            { "accessTeamDomain", null, "accessTeamDomain", "missing", "pulumi config set accessTeamDomain" },
            { "accessTeamDomain", "https://example.cloudflareaccess.com", "accessTeamDomain", "not a Zero Trust team's domain", "without https://" },
            { "accessTeamDomain", "team.localhost", "accessTeamDomain", "not a Zero Trust team's domain", "without https://" },
            { "adminEmails", "[\"@example.com\"]", "adminEmails", "not an e-mail address of one person", "whole domains are not let in" },
            { "adminEmails", "[\"*\"]", "adminEmails", "not an e-mail address of one person", "ada@example.com" },
            { "rotationVersion", "0", "rotationVersion", "from 1 to", "pulumi config set" },
            { "rotationVersion", "two", "rotationVersion", "whole number", "pulumi config set" },
            { "endGeneration", "-1", "endGeneration", "from 0 to", "pulumi config set" },
            { "serviceTokenDays", "7", "serviceTokenDays", "from 31 to", "pulumi config set" },
            { "modelProvider", "llama", "modelProvider", "not one of the choices", "anthropic, openai, workers-ai, demo" },
            { "modelName", null, "modelName", "missing, and anthropic needs one", "pulumi config set modelName" },
            { "modelApiKey", null, "modelApiKey", "secret is missing, and anthropic needs one", "pulumi config set --secret modelApiKey" },
            { "modelApiKey", "none", "modelApiKey", "secret is missing", "pulumi config set --secret modelApiKey" },
            { "modelBaseUrl", "http://model.example.com", "modelBaseUrl", "must be an https address", "https://api.anthropic.com" },
            { "modelBaseUrl", "https://user:pw@model.example.com", "modelBaseUrl", "without user", "https://api.anthropic.com" },
            { "modelProvider", "openai", "modelBaseUrl", "missing, and openai names an API", "https://api.openai.com/v1" },
            { "modelDialect", "ollama", "modelDialect", "not one of the choices", "auto, plain, hosted, openai" },
            { "nextModels", "[\"anthropic\"]", "nextModels", "'anthropic' is no model", "provider, name" },
            { "nextModels", "[\"anthropic m https://a.example plain x\"]", "nextModels", "is no model", "provider, name" },
            { "nextModels", "[\"demo demo\"]", "nextModels", "begins with no provider", "anthropic, openai or workers-ai" },
            { "nextModels", "[\"openai gpt-5-mini\"]", "nextModels", "has no address", "https://api.openai.com/v1" },
            { "nextModels", "[\"anthropic m http://model.example.com\"]", "nextModels", "is not https", "https://api.openai.com/v1" },
            { "nextModels", "[\"anthropic m https://user:pw@model.example.com\"]", "nextModels", "without user", "https://api.openai.com/v1" },
            { "nextModels", "[\"anthropic m mistral\"]", "nextModels", "dialect that anthropic does not have", "claude, claude-plain, claude-bare" },
            { "nextModels", "[\"anthropic m claude claude\"]", "nextModels", "two words for one thing", "provider, name" },
            { "nextModels", "[\"workers-ai @cf/m https://a.example\"]", "nextModels", "without one", "Remove it" },
            { "nextModels", "[\"anthropic a-model\"]", "nextModels", "stands there twice", "once" },
            { "nextModels", "[\"anthropic a\", \"anthropic b\", \"anthropic c\", \"anthropic d\"]", "nextModels", "it has 4 models", "Remove the last" },
            {
                "nextModels",
                "[\"openai gpt-5-mini https://api.openai.com/v1\"]",
                "modelApiKey2",
                "secret is missing",
                "pulumi config set --secret modelApiKey2"
            },
            { "modelApiKey2", "sk-planted", "modelApiKey2", "the key of model 2", "pulumi config rm modelApiKey2" },
            { "modelApiKey3", "sk-planted", "modelApiKey3", "the key of model 3", "pulumi config rm modelApiKey3" },
            { "modelApiKey4", "sk-planted", "modelApiKey4", "the key of model 4", "pulumi config rm modelApiKey4" },
            { "modelSilenceSeconds", "4", "modelSilenceSeconds", "from 5 to 600", "pulumi config set" },
            { "tokenRateLimit", "0", "tokenRateLimit", "from 1 to", "pulumi config set" },
            { "ipRateLimit", "many", "ipRateLimit", "whole number", "pulumi config set" },
            { "rateLimitPeriod", "30", "rateLimitPeriod", "not one of the choices", "10, 60" },
            { "rateLimitNamespace", "-5", "rateLimitNamespace", "from 0 to", "pulumi config set" },
            { "runsPerDay", "4000", "runsPerDay", "more runs than the month (runsPerMonth is 3000)", "raise runsPerMonth" },
            { "runsPerMonth", "0", "runsPerMonth", "from 1 to", "pulumi config set" },
            { "maxSteps", "101", "maxSteps", "from 1 to 100", "pulumi config set" },
            { "maxTurnSeconds", "5", "maxTurnSeconds", "from 10 to", "pulumi config set" },
            { "maxInputTokens", "9999", "maxInputTokens", "from 10000 to", "pulumi config set" },
            { "maxSentMessages", "101", "maxSentMessages", "from 1 to", "pulumi config set" },
            { "maxWebReads", "0", "maxWebReads", "from 1 to", "pulumi config set" },
            { "maxOutputTokens", "1", "maxOutputTokens", "from 256 to", "pulumi config set" },
            { "historyTokens", "1", "historyTokens", "from 1000 to", "pulumi config set" },
            { "runRetentionHours", "0", "runRetentionHours", "from 1 to", "pulumi config set" },
            { "sessionRetentionDays", "0", "sessionRetentionDays", "from 1 to", "pulumi config set" },
            { "cpuMs", "50", "cpuMs", "needs Workers Paid, and workersPlan is free", "Set it to 0" },
            { "cpuMs", "300001", "cpuMs", "from 0 to 300000", "pulumi config set" },
            { "requestTimeoutMs", "10", "requestTimeoutMs", "from 1000 to", "pulumi config set" },
            { "logSamplingPercent", "101", "logSamplingPercent", "from 0 to 100", "pulumi config set" },
            { "alertEmails", "[\"nobody\"]", "alertEmails", "not an e-mail address", "ada@example.com" },
            { "monthlyBudgetUsd", "1", "monthlyBudgetUsd", "from 5 to", "pulumi config set" },
            { "storageLocation", "moon", "storageLocation", "not one of Cloudflare's location hints", "weur" },
            { "protectData", "maybe", "protectData", "not one of the choices", "auto, true, false" },
            { "contractCheck", "", "contractCheck", "true or false", "pulumi config set" },
            { "zonePlann", "pro", "zonePlann", "there is no such key", "Did you mean zonePlan?" },
            { "colour", "blue", "colour", "there is no such key", "pulumi config rm colour" },
        };

    public static TheoryData<string, string?, string, string, string> MemberMistakes { get; } =
        new()
        {
            { "hostnames", "[\"agent-dev.example.com\"]", "hostnames", "only the owner of the zone's rules lists hostnames", "Move the list" },
            { "ownerStack", "prod", "ownerStack", "organisation, project and stack", "organization/nanoclaw/prod" },
        };

    [Theory]
    [MemberData(nameof(OwnerMistakes))]
    public void A_mistake_names_key_value_rule_and_way_out(string key, string? value, string reported, string rule, string wayOut) =>
        AssertMistake(SampleConfig.Owner((key, value)), key, value, reported, rule, wayOut);

    [Theory]
    [MemberData(nameof(MemberMistakes))]
    public void A_member_s_mistake_names_key_value_rule_and_way_out(string key, string? value, string reported, string rule, string wayOut) =>
        AssertMistake(SampleConfig.Member((key, value)), key, value, reported, rule, wayOut);

    [Fact]
    public void Every_key_has_a_test_of_a_value_that_is_refused()
    {
        string[] anyTextWillDo = ["modelBaseUrl", "modelName"];
        string[] testedBelow = ["aiGatewayToken"];
        string[] flagsLikeTheOthers = ["zoneSettings", "hstsIncludeSubdomains", "keepPreviousCredentials", "adminReadsConversations", "d1", "r2", "aiGateway"];
        var tested = OwnerMistakes.Concat(MemberMistakes).Select(row => row.Data.Item1);

        Assert.Empty(SettingKeys.All.Select(d => d.Key).Except(tested).Except(anyTextWillDo).Except(testedBelow).Except(flagsLikeTheOthers));
        Assert.All(flagsLikeTheOthers, key => AssertMistake(SampleConfig.Owner((key, "perhaps")), key, "perhaps", key, "true or false", "pulumi config set"));
    }

    [Fact]
    public void All_mistakes_are_reported_at_once()
    {
        var config = SampleConfig.Owner(
            ("zonePlan", "gold"),
            ("hostname", "no spaces.example.com"),
            ("modelApiKey", null),
            ("maxSteps", "0"),
            ("colour", "blue")
        );

        var error = Assert.Throws<SettingsException>(() => SettingsParser.Parse("prod", config));

        Assert.Equal(["colour", "hostname", "maxSteps", "modelApiKey", "zonePlan"], error.Mistakes.Select(m => m.Key).Order());
        Assert.Contains("has 5 mistakes; nothing was registered", error.Message, StringComparison.Ordinal);
        Assert.Contains("Pulumi.prod.yaml", error.Message, StringComparison.Ordinal);
        Assert.All(error.Mistakes, m => Assert.Contains($"nanoclaw:{m.Key}", error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void The_model_s_key_is_in_no_message_and_no_text()
    {
        var error = Assert.Throws<SettingsException>(() => SettingsParser.Parse("prod", SampleConfig.Owner(("modelProvider", "wrong"), ("zonePlan", "wrong"))));
        var settings = SettingsParser.Parse("prod", SampleConfig.Owner());

        Assert.DoesNotContain(SampleConfig.ModelApiKey, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(SampleConfig.ModelApiKey, settings.ToString(), StringComparison.Ordinal);
        Assert.Equal(SampleConfig.ModelApiKey, settings.Model.ApiKey!.Reveal());
    }

    [Fact]
    public void The_demo_model_needs_neither_name_nor_key_and_is_not_for_production()
    {
        var config = SampleConfig.Owner(("modelProvider", "demo"), ("modelName", null), ("modelApiKey", "none"));

        Assert.Null(SettingsParser.Parse("dev", config).Model.ApiKey);
        Assert.Contains("this is production", Assert.Throws<SettingsException>(() => SettingsParser.Parse("prod", config)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_AI_Gateway_stands_before_models_that_the_worker_calls_by_address()
    {
        Assert.Contains("for anthropic and openai only", MistakesOf(("aiGateway", "true"), ("modelProvider", "workers-ai")), StringComparison.Ordinal);
        Assert.Contains("AI Gateway: Run", MistakesOf(("aiGateway", "true")), StringComparison.Ordinal);
        Assert.Contains("and through the gateway", MistakesOf(("aiGateway", "true"), ("modelBaseUrl", "https://model.example.com")), StringComparison.Ordinal);
        Assert.True(
            SettingsParser
                .Parse("prod", SampleConfig.Owner(("aiGateway", "true"), ("aiGatewayToken", "planted-gateway-token"), ("modelProvider", "openai")))
                .Storage.AiGateway
        );
    }

    [Fact]
    public void The_gateway_s_token_is_a_token_and_is_in_no_message()
    {
        var message = MistakesOf(("aiGateway", "true"), ("aiGatewayToken", "planted token"));

        Assert.Contains("nanoclaw:aiGatewayToken: it has characters", message, StringComparison.Ordinal);
        Assert.DoesNotContain("planted", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("modelApiKey")]
    [InlineData("aiGatewayToken")]
    public void A_secret_that_is_stored_in_clear_is_refused_and_not_shown(string key)
    {
        var config = SampleConfig.Owner(("aiGateway", "true"), ("aiGatewayToken", "planted-gateway-token"));
        HashSet<string> encrypted = ["modelApiKey", "aiGatewayToken"];

        Assert.NotNull(SettingsParser.Parse("prod", config, encrypted));
        encrypted.Remove(key);
        var error = Assert.Throws<SettingsException>(() => SettingsParser.Parse("prod", config, encrypted));
        Assert.Equal(key, Assert.Single(error.Mistakes).Key);
        Assert.Contains("pulumi config set --secret", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("planted", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_local_cloud_has_a_zone_without_a_dot_and_a_team_of_its_own()
    {
        var settings = SettingsParser.Parse(
            "local",
            SampleConfig.Owner(
                ("zone", "localhost"),
                ("hostname", "agent.localhost"),
                ("accessTeamDomain", "team.localhost:8443"),
                ("modelProvider", "demo"),
                ("modelName", null),
                ("modelApiKey", null),
                ("contractCheck", "false")
            )
        );

        Assert.Equal("agent.localhost", settings.Hostname);
        Assert.Equal("team.localhost:8443", settings.Access.TeamDomain);
    }

    [Theory]
    [InlineData("pro", "60", "3600")]
    [InlineData("business", "600", "86400")]
    [InlineData("enterprise", "65535", "86400")]
    public void A_higher_plan_allows_longer_limits(string plan, string period, string timeout)
    {
        var settings = SettingsParser.Parse("prod", SampleConfig.Owner(("zonePlan", plan), ("edgeRateLimitPeriod", period), ("edgeRateLimitTimeout", timeout)));

        Assert.Equal(plan, settings.Zone.Plan.Name);
        Assert.True(settings.ZoneRules!.ManagedRules);
    }

    [Fact]
    public void Advanced_rate_limiting_belongs_to_enterprise() =>
        Assert.True(
            SettingsParser.Parse("prod", SampleConfig.Owner(("zonePlan", "enterprise"), ("advancedRateLimiting", "true"))).Zone.Plan.AdvancedRateLimiting
        );

    [Fact]
    public void A_free_zone_is_the_default_and_leaves_managed_rules_to_Cloudflare()
    {
        var settings = SettingsParser.Parse("prod", SampleConfig.Owner());

        Assert.Equal(ZonePlan.Free, settings.Zone.Plan.Plan);
        Assert.False(settings.ZoneRules!.ManagedRules);
        Assert.Null(settings.Limits.CpuMs);
    }

    [Fact]
    public void Workers_Paid_gets_a_CPU_limit_of_its_own()
    {
        Assert.Equal(5_000, SettingsParser.Parse("prod", SampleConfig.Owner(("workersPlan", "paid"))).Limits.CpuMs);
        Assert.Equal(50, SettingsParser.Parse("prod", SampleConfig.Owner(("workersPlan", "paid"), ("cpuMs", "50"))).Limits.CpuMs);
    }

    [Fact]
    public void So_many_hostnames_that_a_rule_grows_too_long_are_refused()
    {
        var hostnames = Enumerable.Range(0, 120).Select(i => $"agent-number-{i:D4}-of-a-long-name.example.com").Append("agent.example.com");

        var error = Assert.Throws<SettingsException>(() =>
            SettingsParser.Parse("prod", SampleConfig.Owner(("hostnames", System.Text.Json.JsonSerializer.Serialize(hostnames))))
        );

        Assert.Contains("4096", Assert.Single(error.Mistakes).Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_environments_of_an_account_never_share_their_counters()
    {
        var counters = new[] { "dev", "staging", "prod" }
            .Select(stack => SettingsParser.Parse(stack, SampleConfig.FromFile(stack)).Limits.RateLimitNamespace)
            .SelectMany(first => new[] { first, first + 1 })
            .ToList();

        Assert.Equal(counters.Count, counters.Distinct().Count());
        Assert.All(counters, c => Assert.InRange(c, 1, int.MaxValue));
    }

    [Fact]
    public void A_rule_with_a_field_that_only_Cloudflare_can_judge_is_adopted_as_it_is() =>
        Assert.Equal(
            new ExtraRule("bots", "managed_challenge", "cf.bot_management.score lt 10"),
            Assert.Single(
                SettingsParser
                    .Parse("prod", SampleConfig.Owner(("extraRules", "[\"bots managed_challenge cf.bot_management.score lt 10\"]")))
                    .ZoneRules!.ExtraRules
            )
        );

    private static string MistakesOf(params ReadOnlySpan<(string Key, string? Value)> changes)
    {
        var config = SampleConfig.Owner(changes);
        return Assert.Throws<SettingsException>(() => SettingsParser.Parse("prod", config)).Message;
    }

    private static void AssertMistake(Dictionary<string, string> config, string key, string? value, string reported, string rule, string wayOut)
    {
        var error = Assert.Throws<SettingsException>(() => SettingsParser.Parse("prod", config));

        Assert.Contains(
            error.Mistakes,
            m =>
                m.Key == reported
                && m.Rule.Contains(rule, StringComparison.Ordinal)
                && m.WayOut.Contains(wayOut, StringComparison.Ordinal)
                && (reported != key || string.IsNullOrEmpty(value) || SettingKeys.Find(key) is null or { Secret: true } || m.Value == value)
        );
    }
}
