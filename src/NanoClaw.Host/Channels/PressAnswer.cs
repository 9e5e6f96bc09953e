namespace NanoClaw.Host.Channels;

/// <summary>What a press of a button led to.</summary>
/// <param name="Told">What the person is shown: one line.</param>
/// <param name="Settled">What was decided, by whom and when, for where the question stands; null while it is open, or
/// where the person may not answer it.</param>
public sealed record PressAnswer(string Told, string? Settled = null);
