namespace NanoClaw.Deployment.Setup;

/// <summary>A setting that a stack's file is to hold otherwise.</summary>
/// <param name="Stack">Whose file.</param>
/// <param name="Key">The key, without its namespace.</param>
/// <param name="Before">What it holds; null where the key is not there. Never a secret's value.</param>
/// <param name="After">What it is to hold.</param>
public sealed record SettingChange(string Stack, string Key, string? Before, string After)
{
    public override string ToString() => Before is null ? $"{Key}: {After}" : $"{Key}: {Before} becomes {After}";
}
