namespace NanoClaw.Channels.Terminal;

/// <summary>One text of the assistant.</summary>
/// <param name="ChatJid">Its chat.</param>
/// <param name="Id">The same for the same text, whenever it comes.</param>
/// <param name="Text">What it says, as the agent wrote it: to be made harmless before a terminal sees it.</param>
/// <param name="ErrorCode">Why the run failed, if the text tells of that.</param>
public sealed record TerminalMessage(string ChatJid, string Id, string Text, string? ErrorCode);
