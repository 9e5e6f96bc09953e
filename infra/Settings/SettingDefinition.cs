namespace NanoClaw.Infra.Settings;

/// <summary>The types a Pulumi project can declare for its configuration.</summary>
public enum SettingType
{
    Text,
    Number,
    Flag,

    /// <summary>An array of strings.</summary>
    List,
}

/// <summary>One key of the stack's configuration, as <c>Pulumi.yaml</c> declares it and the program reads it.</summary>
/// <param name="Key">The key, without the namespace <c>nanoclaw</c>.</param>
/// <param name="Type">The type it is declared with.</param>
/// <param name="Default">Its default as text; null where the key is required.</param>
/// <param name="Secret">Whether the value must be stored encrypted. Pulumi sees to that where there is no default, and the program where there is one.</param>
public sealed record SettingDefinition(string Key, SettingType Type, string? Default = null, bool Secret = false);
