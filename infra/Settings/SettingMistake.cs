namespace NanoClaw.Infra.Settings;

/// <summary>One thing that is wrong with the configuration.</summary>
/// <param name="Key">The key, without its namespace.</param>
/// <param name="Value">The value as it was written; null where there is none, and never a secret's.</param>
/// <param name="Rule">What the value breaks.</param>
/// <param name="WayOut">What to do about it.</param>
public sealed record SettingMistake(string Key, string? Value, string Rule, string WayOut)
{
    // A longer value would push its reason off the screen.
    private const int ShownCharacters = 200;

    public override string ToString() => $"{SettingKeys.Namespace}:{Key}{(Value is null ? "" : $" = {Shown(Value)}")}: {Rule}. {WayOut}";

    private static string Shown(string value) => value.Length <= ShownCharacters ? value : $"{value[..ShownCharacters]}... ({value.Length} characters)";
}
