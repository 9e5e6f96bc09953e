using System.Text.Json;
using Pulumi;

namespace NanoClaw.Infra.Settings;

/// <summary>The configuration as the running Pulumi program sees it.</summary>
internal static class PulumiSettings
{
    private const string Prefix = $"{SettingKeys.Namespace}:";

    /// <summary>Reads and validates the stack's configuration.</summary>
    /// <exception cref="SettingsException">It has mistakes.</exception>
    public static StackSettings Read()
    {
        var config = new Config(SettingKeys.Namespace);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in SettingKeys.All.Select(d => d.Key).Concat(KeysInEnvironment()))
        {
            if (config.Get(key) is { } value)
            {
                values[key] = value;
            }
        }

        return SettingsParser.Parse(Deployment.Instance.StackName, values, EncryptedKeys());
    }

    // Absent with the Automation API's inline programs and in tests: nobody then says what was encrypted.
    private static HashSet<string>? EncryptedKeys()
    {
        if (System.Environment.GetEnvironmentVariable("PULUMI_CONFIG_SECRET_KEYS") is not { Length: > 0 } json)
        {
            return null;
        }

        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(key => KeyOf(key.GetString()!))];
    }

    private static string KeyOf(string fullKey)
    {
        var key = fullKey.StartsWith(Prefix, StringComparison.Ordinal) ? fullKey[Prefix.Length..] : "";
        return key.StartsWith("config:", StringComparison.Ordinal) ? key["config:".Length..] : key;
    }

    // Config answers for keys it is asked for and lists none. The language host hands the whole configuration over in this
    // variable, which is where Config has it from; without it (the Automation API's inline programs) unknown keys go unseen.
    private static List<string> KeysInEnvironment()
    {
        if (System.Environment.GetEnvironmentVariable("PULUMI_CONFIG") is not { Length: > 0 } json)
        {
            return [];
        }

        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateObject().Where(p => p.Name.StartsWith(Prefix, StringComparison.Ordinal)).Select(p => KeyOf(p.Name))];
    }
}
