namespace NanoClaw.Host.Requests;

/// <summary>Something that is not sent, or not whole, since the agent would not take it.</summary>
/// <param name="Key">What it is, so that it is told once.</param>
/// <param name="Text">What it is, why it is left out, and the cure: for a person.</param>
internal sealed record LeftOut(string Key, string Text);
