using System.Text.Json.Nodes;
using NanoClaw.Infra.Settings;

namespace NanoClaw.LocalCloud;

/// <summary>
/// Gives a deployed stack's hostnames a place on this machine: <c>agent.example.com</c> becomes
/// <c>agent.example.com.localhost</c>, which leads here without a DNS record, and never to the real one.
/// </summary>
internal static class LocalNames
{
    private const string Suffix = ".localhost";

    public static StackConfiguration Apply(StackConfiguration configuration)
    {
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in (string[])[SettingKeys.Zone, SettingKeys.Hostname, SettingKeys.AgentDomain])
        {
            if (configuration.Get(key) is { Length: > 0 } name && !IsLocal(name))
            {
                renamed[key] = name + Suffix;
            }
        }

        if (configuration.Get(SettingKeys.Hostnames) is { Length: > 0 } list && JsonNode.Parse(list) is JsonArray names)
        {
            var local = names.Select(n => n!.GetValue<string>()).Select(n => IsLocal(n) ? n : n + Suffix);
            renamed[SettingKeys.Hostnames] = new JsonArray([.. local.Select(n => (JsonNode?)n)]).ToJsonString();
        }

        return configuration.With(renamed) with
        {
            HasLocalNames = true,
        };
    }

    private static bool IsLocal(string name) => name == "localhost" || name.EndsWith(Suffix, StringComparison.Ordinal);
}
