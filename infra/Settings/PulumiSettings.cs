using System.Text.Json;
using Pulumi;

namespace NanoClaw.Infra.Settings;

/// <summary>The configuration as the running Pulumi program sees it.</summary>
internal static class PulumiSettings
{
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

        return SettingsParser.Parse(Deployment.Instance.StackName, values);
    }

    // Config answers for keys it is asked for and lists none. The language host hands the whole configuration over in this
    // variable, which is where Config has it from; without it (the Automation API's inline programs) unknown keys go unseen.
    private static List<string> KeysInEnvironment()
    {
        const string Prefix = $"{SettingKeys.Namespace}:";
        if (System.Environment.GetEnvironmentVariable("PULUMI_CONFIG") is not { Length: > 0 } json)
        {
            return [];
        }

        using var document = JsonDocument.Parse(json);
        return
        [
            .. document.RootElement.EnumerateObject()
                .Where(p => p.Name.StartsWith(Prefix, StringComparison.Ordinal))
                .Select(p => p.Name[Prefix.Length..])
                .Select(key => key.StartsWith("config:", StringComparison.Ordinal) ? key["config:".Length..] : key),
        ];
    }
}
