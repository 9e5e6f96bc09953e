namespace NanoClaw.Host.Channels;

/// <summary>A person has pressed yes or no under a question.</summary>
/// <param name="ChatJid">The chat in which the question stands.</param>
/// <param name="Sender">The person, by the channel's own id.</param>
/// <param name="SenderName">What the person is called there.</param>
/// <param name="Question">As the text's <see cref="NanoClaw.Store.OutgoingMessage.Question"/> had it.</param>
/// <param name="IsYes">Which of the two.</param>
public sealed record ButtonPress(string ChatJid, string Sender, string? SenderName, string Question, bool IsYes);
