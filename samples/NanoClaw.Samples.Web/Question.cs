namespace NanoClaw.Samples.Web;

/// <summary>What the page asks.</summary>
/// <param name="Text">The question.</param>
/// <param name="Conversation">The conversation it goes on with; null: a new one.</param>
internal sealed record Question(string Text, string? Conversation);
