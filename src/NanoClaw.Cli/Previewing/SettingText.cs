using NanoClaw.Infra.Settings;
using NanoClaw.LocalCloud;

namespace NanoClaw.Cli.Previewing;

/// <summary>A stack's settings with the defaults of those that are not set.</summary>
internal static class SettingText
{
    public static string Of(StackConfiguration settings, string key) => settings.Get(key) ?? SettingKeys.Find(key)?.Default ?? "";

    /// <summary>What somebody has set to no effect. The built-in stack's own settings are nobody's.</summary>
    public static IReadOnlyList<IdleSetting> Idle(StackConfiguration settings, IEnumerable<string> overrides)
    {
        var given =
            settings.Stack == StackName.Local
                ? overrides
                : settings.Values.Keys.Select(key =>
                    key.StartsWith(StackConfiguration.Project + ":", StringComparison.Ordinal) ? key[(StackConfiguration.Project.Length + 1)..] : key
                );
        return IdleSettings.Among(given, key => Of(settings, key));
    }
}
