using System.Text.Json;

namespace NanoClaw.LocalCloud;

/// <summary>The settings that were changed while the cloud ran, such as the generation of its credentials: the next start goes on with them.</summary>
internal static class AppliedSettings
{
    public static IReadOnlyDictionary<string, string> Read(StateFolder state) =>
        File.Exists(state.AppliedSettingsFile)
            ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(state.AppliedSettingsFile)) ?? []
            : new Dictionary<string, string>(StringComparer.Ordinal);

    public static void Add(StateFolder state, IReadOnlyDictionary<string, string> settings)
    {
        var all = new Dictionary<string, string>(Read(state), StringComparer.Ordinal);
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        PrivateFile.Write(state.AppliedSettingsFile, JsonSerializer.Serialize(all) + "\n");
    }
}
