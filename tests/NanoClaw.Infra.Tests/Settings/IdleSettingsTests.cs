using NanoClaw.Infra.Settings;
using NanoClaw.Infra.Tests.Evaluation;

namespace NanoClaw.Infra.Tests.Settings;

/// <summary>A setting that is said to have no effect has none, and one that has an effect is not said to have none.</summary>
public sealed class IdleSettingsTests
{
    /// <summary>For each row of the table: settings in which it is idle, and others in which it is not.</summary>
    private static readonly Dictionary<string, (string One, string Other, (string Key, string Value)[] Idle, (string Key, string Value)[] Effective)> Rows =
        new(StringComparer.Ordinal)
        {
            ["adminReadsConversations"] = ("false", "true", [], [("adminEmails", """["ada@example.com"]""")]),
            ["monthlyBudgetUsd"] = (
                "15",
                "40",
                [("alertEmails", """["ada@example.com"]""")],
                [("alertEmails", """["ada@example.com"]"""), ("zonePlan", "pro")]
            ),
            ["requireCredentialHeaders"] = ("true", "false", [_member, _hostname], []),
            ["extraRules"] = ("[]", """["mine block not ssl"]""", [_member, _hostname], []),
            ["agentDomain"] = ("", "agent.example.com", [_member, _hostname], []),
            ["advancedRateLimiting"] = ("false", "true", [_member, _hostname, ("zonePlan", "enterprise")], [("zonePlan", "enterprise")]),
            ["edgeRateLimit"] = ("50", "60", [_member, _hostname], []),
            ["edgeRateLimitPeriod"] = ("10", "60", [_member, _hostname, ("zonePlan", "pro")], [("zonePlan", "pro")]),
            ["edgeRateLimitTimeout"] = ("10", "60", [_member, _hostname, ("zonePlan", "pro")], [("zonePlan", "pro")]),
            ["managedRules"] = ("auto", "off", [_member, _hostname, ("zonePlan", "pro")], [("zonePlan", "pro")]),
            ["zoneSettings"] = ("true", "false", [_member, _hostname], []),
            ["hstsMaxAgeSeconds"] = ("15552000", "86400", [("zoneSettings", "false")], []),
            ["hstsIncludeSubdomains"] = ("false", "true", [("zoneSettings", "false")], []),
            ["storageLocation"] = ("", "weur", [], [("r2", "true")]),
            ["aiGatewayToken"] = ("one", "other", [], [("aiGateway", "true")]),
            ["modelApiKey"] = ("one", "other", [("modelProvider", "demo")], []),
            ["keepPreviousCredentials"] = ("true", "false", [], [("rotationVersion", "2")]),
        };

    private static (string, string) _member => ("zoneRules", "member");

    private static (string, string) _hostname => ("hostname", "agent-dev.example.com");

    public static TheoryData<string> Keys => [.. IdleSettings.Keys];

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task What_is_said_to_be_idle_changes_nothing_that_is_declared(string key)
    {
        var (one, other, idle, _) = Rows[key];

        Assert.Equal(await DeclaredAsync(key, one, idle), await DeclaredAsync(key, other, idle));
        Assert.Equal([key], Idle(key, other, idle));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task What_changes_something_is_not_said_to_be_idle(string key)
    {
        var (one, other, _, effective) = Rows[key];

        Assert.NotEqual(await DeclaredAsync(key, one, effective), await DeclaredAsync(key, other, effective));
        Assert.Empty(Idle(key, other, effective));
    }

    [Fact]
    public void What_nobody_has_set_is_not_spoken_of() => Assert.Empty(IdleSettings.Among([], _ => ""));

    [Fact]
    public void The_budget_on_a_free_zone_says_what_does_it_instead()
    {
        var idle = Assert.Single(
            IdleSettings.Among(
                ["monthlyBudgetUsd"],
                key =>
                    key switch
                    {
                        "alertEmails" => """["a@b.c"]""",
                        "zonePlan" => "free",
                        _ => "",
                    }
            )
        );

        Assert.Contains("zone plan pro or higher", idle.Why, StringComparison.Ordinal);
        Assert.Contains("BUDGET_STOP_AT", idle.Why, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Idle(string key, string value, (string Key, string Value)[] others)
    {
        var config = Config(key, value, others);
        return IdleSettings.Among([key], k => config.GetValueOrDefault(k) ?? SettingKeys.Find(k)?.Default ?? "").Select(i => i.Key);
    }

    private static async Task<IReadOnlyList<string>> DeclaredAsync(string key, string value, (string Key, string Value)[] others)
    {
        var evaluated = await Evaluated.RunAsync("dev", Config(key, value, others));
        return [.. evaluated.Resources.Select(r => $"{r.Type} {r.Name} {new Declared(r.Name!, r.Inputs).Canonical()}").Order(StringComparer.Ordinal)];
    }

    private static Dictionary<string, string> Config(string key, string value, (string Key, string Value)[] others)
    {
        var config = SampleConfig.Owner([.. others.Select(o => (o.Key, (string?)o.Value))]);
        config[key] = value;
        return config;
    }
}
