namespace NanoClaw.Infra.Settings;

/// <summary>A setting that changes nothing of what is declared, as the others stand.</summary>
/// <param name="Key">The setting.</param>
/// <param name="Why">What would have to be otherwise.</param>
public sealed record IdleSetting(string Key, string Why);
