namespace NanoClaw.Verification;

/// <summary>Why a check matters.</summary>
/// <param name="Wrong">What is wrong where it does not hold.</param>
/// <param name="Cure">What to do then.</param>
public sealed record Stakes(string Wrong, string Cure);
