namespace NanoClaw.Infra.Settings;

/// <summary>A secret on its way from the configuration to a secret output; it never shows its value by accident.</summary>
public sealed class SecretText(string value)
{
    /// <summary>The value: hand it to <c>Output.CreateSecret</c> only.</summary>
    public string Reveal() => value;

    public override string ToString() => "[secret]";
}
