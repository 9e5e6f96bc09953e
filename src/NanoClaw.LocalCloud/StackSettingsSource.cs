using NanoClaw.Infra.Settings;

namespace NanoClaw.LocalCloud;

/// <summary>Where a stack's settings come from: built in for <c>local</c>, its file for any other.</summary>
public static class StackSettingsSource
{
    /// <summary>The settings of the stack that the options name, with their overrides.</summary>
    public static StackConfiguration Read(LocalCloudOptions options, ProviderValues values) =>
        Read(options, values, new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>The same, with settings that were changed while the stack ran here.</summary>
    internal static StackConfiguration Read(LocalCloudOptions options, ProviderValues values, IReadOnlyDictionary<string, string> applied)
    {
        ArgumentNullException.ThrowIfNull(options);
        var configuration =
            options.Stack == StackName.Local
                ? LocalConfiguration.Create(options.Model)
                : WithModelKey(StackConfigurationFile.Read(options.ProjectFolder, options.Stack, values), options.Model);
        return configuration.With(applied).With(options.Overrides);
    }

    // The stack's own key cannot be read here; where this machine has one for the same provider, the stack's model can answer all the same.
    private static StackConfiguration WithModelKey(StackConfiguration configuration, ModelChoice model) =>
        model.ApiKey is { } key && configuration.Get(SettingKeys.ModelProvider) == model.Provider
            ? configuration.With(new Dictionary<string, string>(StringComparer.Ordinal) { [SettingKeys.ModelApiKey] = key })
            : configuration;
}
