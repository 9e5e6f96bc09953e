using NanoClaw.Store;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Chatting;

/// <summary>What was said before, as lines of a terminal.</summary>
public static class ChatHistory
{
    /// <summary>What is enough to see where one was.</summary>
    public const int Glance = 160;

    /// <param name="messages">The oldest first.</param>
    /// <param name="time">The clock, with the zone of the times.</param>
    /// <param name="most">How many signs are shown of one; null: all of it, with its lines.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<ChatMessage> messages, TimeProvider time, int? most = null)
    {
        var today = time.GetLocalNow().Date;
        foreach (var message in messages)
        {
            var at = TimeZoneInfo.ConvertTime(message.Timestamp, time.LocalTimeZone);
            var when = at.Date == today ? at.ToString("HH:mm") : at.ToString("yyyy-MM-dd HH:mm");
            var text = most is { } signs ? OneLine.Of(message.Content, signs) : message.Content;
            yield return TerminalText.Safe($"{when} {message.SenderName ?? message.Sender}: {text}");
        }
    }
}
