namespace NanoClaw.Store;

/// <summary>A message that the agent refused for itself, or that failed each time by its own fault.</summary>
/// <param name="Number">Its number, never given again.</param>
/// <param name="ChatJid">Its chat.</param>
/// <param name="MessageId">Its id there.</param>
/// <param name="Code">Why: a stable word of the agent contract.</param>
/// <param name="SetAsideAt">When.</param>
/// <param name="Sender">Who wrote it; null if the message is gone.</param>
/// <param name="Content">What was written; null if the message is gone.</param>
public sealed record SetAsideMessage(long Number, string ChatJid, string MessageId, string Code, DateTimeOffset SetAsideAt, string? Sender, string? Content);
