namespace NanoClaw.Infra.Tests.Evaluation;

/// <summary>Configurations that are right, for tests to spoil.</summary>
internal static class SampleConfig
{
    public const string ModelApiKey = "sk-planted-model-key";

    /// <summary>An owner on the free plan, with the required keys only.</summary>
    public static Dictionary<string, string> Owner(params ReadOnlySpan<(string Key, string? Value)> changes)
    {
        var config = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["accountId"] = "0123456789abcdef0123456789abcdef",
            ["zoneId"] = "fedcba9876543210fedcba9876543210",
            ["zone"] = "example.com",
            ["hostname"] = "agent.example.com",
            ["zoneRules"] = "owner",
            ["accessTeamDomain"] = "example.cloudflareaccess.com",
            ["modelName"] = "a-model",
            ["modelApiKey"] = ModelApiKey,
        };
        return Change(config, changes);
    }

    public static Dictionary<string, string> Member(params ReadOnlySpan<(string Key, string? Value)> changes) =>
        Change(Owner(("zoneRules", "member"), ("hostname", "agent-dev.example.com")), changes);

    /// <summary>A stack's settings file, with its secret put in.</summary>
    public static Dictionary<string, string> FromFile(string stack, params ReadOnlySpan<(string Key, string? Value)> changes)
    {
        var config = StackFile.ReadConfig(stack);
        config["modelApiKey"] = ModelApiKey;
        return Change(config, changes);
    }

    private static Dictionary<string, string> Change(Dictionary<string, string> config, ReadOnlySpan<(string Key, string? Value)> changes)
    {
        foreach (var (key, value) in changes)
        {
            if (value is null)
            {
                config.Remove(key);
            }
            else
            {
                config[key] = value;
            }
        }

        return config;
    }
}
