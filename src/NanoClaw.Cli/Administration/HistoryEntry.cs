using NanoClaw.History.Searching;

namespace NanoClaw.Cli.Administration;

/// <summary>A message as <c>history search</c> prints it as JSON.</summary>
internal sealed record HistoryEntry(string Id, DateTimeOffset At, string Sender, string? SenderName, bool FromAssistant, string Excerpt, string Text)
{
    public static HistoryEntry Of(FoundMessage found) =>
        new(
            found.Message.Id,
            found.Message.Timestamp,
            found.Message.Sender,
            found.Message.SenderName,
            found.Message.IsBotMessage,
            found.Excerpt,
            found.Message.Content
        );
}
