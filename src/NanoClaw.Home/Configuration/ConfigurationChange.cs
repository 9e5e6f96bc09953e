namespace NanoClaw.Home.Configuration;

/// <summary>What a pull would change at one key. Its text form shows no secret.</summary>
public sealed record ConfigurationChange(AgentSetting Setting, string? Before, string? After)
{
    private const string Mask = "********";

    /// <summary>Applies the settings to a document, and tells what changed.</summary>
    public static IReadOnlyList<ConfigurationChange> Apply(IConfigurationDocument document, IReadOnlyDictionary<string, string?> settings)
    {
        var changes = new List<ConfigurationChange>();
        foreach (var setting in AgentSetting.All)
        {
            var change = new ConfigurationChange(setting, document.ValueOf(setting.Key), settings[setting.Key]);
            if (change.Before != change.After)
            {
                document.Put(setting.Key, change.After);
                changes.Add(change);
            }
        }

        return changes;
    }

    /// <summary>The lines of a diff.</summary>
    public IEnumerable<string> Lines()
    {
        if (Before is not null)
        {
            yield return $"- {Setting.Key}={Show(Before)}";
        }

        if (After is not null)
        {
            yield return $"+ {Setting.Key}={Show(After)}";
        }
    }

    public override string ToString() => string.Join('\n', Lines());

    private string Show(string value) => Setting.IsSecret ? Mask : value;
}
