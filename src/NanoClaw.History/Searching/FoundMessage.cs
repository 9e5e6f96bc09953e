using NanoClaw.Store;

namespace NanoClaw.History.Searching;

/// <summary>A message that has all of the words.</summary>
/// <param name="Message">The message.</param>
/// <param name="Excerpt">The part of its text around the first of them.</param>
public sealed record FoundMessage(ChatMessage Message, string Excerpt);
