namespace NanoClaw.Infra.Settings;

/// <summary>The configuration has mistakes: all of them, so that one edit mends them.</summary>
public sealed class SettingsException : Pulumi.RunException
{
    public SettingsException(string environment, IReadOnlyList<SettingMistake> mistakes)
        : base(Describe(environment, mistakes)) => Mistakes = mistakes;

    public IReadOnlyList<SettingMistake> Mistakes { get; }

    private static string Describe(string environment, IReadOnlyList<SettingMistake> mistakes)
    {
        var count = mistakes.Count == 1 ? "1 mistake" : $"{mistakes.Count} mistakes";
        return $"The configuration of stack '{environment}' (Pulumi.{environment}.yaml) has {count}; nothing was registered.{Environment.NewLine}"
            + string.Join(Environment.NewLine, mistakes.Select(m => $"  - {m}"));
    }
}
