using System.Globalization;
using System.Reflection;
using System.Text.Json;
using NanoClaw.Infra.Settings;
using NanoClaw.Infra.Tests.Evaluation;
using Pulumi;
using Pulumi.Utilities;

namespace NanoClaw.Infra.Tests.Settings;

/// <summary>A setting is not there before it is described, and before it changes what is declared.</summary>
public sealed class SettingEffectTests
{
    private const string Pro = "zonePlan=pro";
    private const string Second = """nextModels=["openai m https://api.openai.com/v1"]""";
    private const string Third = """nextModels=["openai m https://api.openai.com/v1", "openai n https://n.example"]""";
    private const string Fourth = """nextModels=["openai m https://api.openai.com/v1", "openai n https://n.example", "openai o https://o.example"]""";

    /// <summary>For each key another value, and what has to be set beside it.</summary>
    private static readonly (string Key, string Value, string[] Beside)[] Others =
    [
        ("accountId", "1123456789abcdef0123456789abcdef", []),
        ("zoneId", "1edcba9876543210fedcba9876543210", []),
        ("zone", "agent.example.com", []),
        ("zonePlan", "pro", []),
        ("advancedRateLimiting", "true", ["zonePlan=enterprise"]),
        ("workersPlan", "paid", []),
        ("hostname", "other.example.com", []),
        ("workerName", "another", []),
        ("zoneRules", "member", []),
        ("hostnames", """["agent.example.com", "agent-dev.example.com"]""", []),
        ("agentDomain", "example.com", []),
        ("requireCredentialHeaders", "false", []),
        ("extraRules", """["office block http.host eq \"intranet.example.com\""]""", []),
        ("edgeRateLimit", "51", []),
        ("edgeRateLimitPeriod", "60", [Pro]),
        ("edgeRateLimitTimeout", "60", [Pro]),
        ("managedRules", "off", [Pro]),
        ("zoneSettings", "false", []),
        ("hstsMaxAgeSeconds", "1000", []),
        ("hstsIncludeSubdomains", "true", []),
        ("accessTeamDomain", "other.cloudflareaccess.com", []),
        ("adminEmails", """["ada@example.com"]""", []),
        ("adminReadsConversations", "true", ["""adminEmails=["ada@example.com"]"""]),
        ("rotationVersion", "2", []),
        ("keepPreviousCredentials", "false", ["rotationVersion=2"]),
        ("serviceTokenDays", "400", []),
        ("modelProvider", "demo", []),
        ("modelName", "another-model", []),
        ("modelBaseUrl", "https://models.example", []),
        ("modelDialect", "claude-bare", []),
        ("modelApiKey", "sk-another-planted-key", []),
        ("nextModels", """["workers-ai @cf/m"]""", []),
        ("modelApiKey2", "sk-planted-2", [Second]),
        ("modelApiKey3", "sk-planted-3", [Third]),
        ("modelApiKey4", "sk-planted-4", [Fourth]),
        ("modelSilenceSeconds", "61", [Second]),
        ("tokenRateLimit", "61", []),
        ("ipRateLimit", "121", []),
        ("rateLimitPeriod", "10", []),
        ("rateLimitNamespace", "77", []),
        ("runsPerDay", "201", []),
        ("runsPerMonth", "3001", []),
        ("maxSteps", "21", []),
        ("maxTurnSeconds", "301", []),
        ("maxOutputTokens", "8193", []),
        ("maxInputTokens", "500001", []),
        ("maxSentMessages", "11", []),
        ("maxWebReads", "11", []),
        ("historyTokens", "24001", []),
        ("runRetentionHours", "25", []),
        ("sessionRetentionDays", "91", []),
        ("cpuMs", "6000", ["workersPlan=paid"]),
        ("requestTimeoutMs", "120001", []),
        ("logSamplingPercent", "50", []),
        ("alertEmails", """["ada@example.com"]""", []),
        ("monthlyBudgetUsd", "16", [Pro, """alertEmails=["ada@example.com"]"""]),
        ("d1", "true", []),
        ("r2", "true", []),
        ("storageLocation", "weur", ["r2=true"]),
        ("aiGateway", "true", ["aiGatewayToken=planted-gateway-token"]),
        ("aiGatewayToken", "another-planted-token", ["aiGateway=true"]),
        ("protectData", "true", []),
        ("contractCheck", "false", []),
    ];

    /// <summary>What a key has to have set while it is at its own default, so that the two stacks differ in that key alone.</summary>
    private static readonly Dictionary<string, string> Before = new(StringComparer.Ordinal)
    {
        ["aiGatewayToken"] = "a-planted-token",
        ["modelApiKey2"] = "sk-planted",
        ["modelApiKey3"] = "sk-planted",
        ["modelApiKey4"] = "sk-planted",
    };

    /// <summary>
    /// What they say is looked at, and nothing is declared by them: who is asked about the hostname (<c>Deployed/RefusalTests</c>), and
    /// which generation an update may end (<c>Deployed/UpdateGuardTests</c>).
    /// </summary>
    private static readonly string[] Undeclared = ["ownerStack", "endGeneration"];

    public static TheoryData<string> Keys() => [.. SettingKeys.All.Select(definition => definition.Key).Except(Undeclared)];

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task A_setting_changes_what_is_declared_or_told(string key)
    {
        var (_, value, beside) = Assert.Single(Others, row => row.Key == key);
        var config = SampleConfig.Owner([.. beside.Select(Parted).Concat(KeysOfModels(beside, key))]);
        if (Before.TryGetValue(key, out var before))
        {
            config[key] = before;
        }

        var changed = new Dictionary<string, string>(config, StringComparer.Ordinal) { [key] = value };

        Assert.NotEqual(await DeclaredAsync(config), await DeclaredAsync(changed));
    }

    /// <summary>Whoever sets it would wait for what never comes.</summary>
    [Theory]
    [MemberData(nameof(Keys))]
    public async Task A_setting_that_changes_nothing_for_a_zone_s_member_is_refused_or_said_to_be_idle(string key)
    {
        // The one is what makes it a member; the other says how the zone is, and bounds what may be asked for.
        if (key is "zoneRules" or "zonePlan")
        {
            return;
        }

        var (_, value, beside) = Assert.Single(Others, row => row.Key == key);
        var config = SampleConfig.Owner([.. beside.Select(Parted).Concat(KeysOfModels(beside, key)), ("zoneRules", "member")]);
        if (Before.TryGetValue(key, out var before))
        {
            config[key] = before;
        }

        var changed = new Dictionary<string, string>(config, StringComparer.Ordinal) { [key] = value };
        var refused = await Record.ExceptionAsync(() => Evaluated.RunAsync("dev", changed, Covered));
        if (refused is null && await DeclaredAsync(config) == await DeclaredAsync(changed))
        {
            Assert.Single(IdleSettings.Among([key], name => changed.GetValueOrDefault(name) ?? SettingKeys.Find(name)?.Default ?? ""));
        }
    }

    [Fact]
    public void A_setting_has_its_line_in_the_runbook_with_its_default()
    {
        var lines = File.ReadAllLines(Repository.PathTo("docs/CLOUDFLARE_DEPLOYMENT.md"));
        var missing = SettingKeys
            .All.Where(definition => !lines.Any(line => line.StartsWith($"| `{definition.Key}` | {Shown(definition)} | ", StringComparison.Ordinal)))
            .Select(definition => definition.Key);

        Assert.Empty(missing);
    }

    private static string Shown(SettingDefinition definition) =>
        definition.Default switch
        {
            null => "required",
            "" or "[]" => "none",
            var text => $"`{text}`",
        };

    private static CloudflareMocks Covered => new() { CoveredHostnames = ["agent.example.com"] };

    private static (string Key, string? Value) Parted(string text) =>
        text.Split('=', 2) is [var key, var value] ? (key, value) : throw new ArgumentException($"'{text}' is no setting.", nameof(text));

    /// <summary>Each of several models has a key of its own, so that the one in question can be changed.</summary>
    private static IEnumerable<(string Key, string? Value)> KeysOfModels(string[] beside, string but)
    {
        var models = Math.Max(Array.IndexOf([Second, Third, Fourth], beside.FirstOrDefault()) + 1, 0);
        return NextModelKeys.All.Take(models).Where(key => key != but).Select(key => (key, (string?)"sk-planted"));
    }

    private static async Task<string> DeclaredAsync(Dictionary<string, string> config)
    {
        var evaluated = await Evaluated.RunAsync("dev", config, Covered);
        var resources = evaluated.Resources.Select(resource =>
            $"{resource.Type} {resource.Name} {JsonSerializer.Serialize(resource.Inputs.OrderBy(input => input.Key, StringComparer.Ordinal))}"
        );
        var guarded = evaluated.Seen.Select(seen =>
            string.Create(CultureInfo.InvariantCulture, $"{seen.Resource.GetResourceType()} {seen.Resource.GetResourceName()} {seen.Options.Protect}")
        );
        var told = new List<string>();
        foreach (var property in typeof(AgentStack).GetProperties().Where(property => property.GetCustomAttribute<OutputAttribute>() is not null))
        {
            string text = await TextOfAsync((dynamic)property.GetValue(evaluated.Stack)!);
            told.Add($"{property.Name} {text}");
        }

        return string.Join('\n', resources.Concat(guarded).Concat(told).Order(StringComparer.Ordinal));
    }

    private static async Task<string> TextOfAsync<T>(Output<T> output) => JsonSerializer.Serialize(await OutputUtilities.GetValueAsync(output));
}
