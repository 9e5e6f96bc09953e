using NanoClaw.Store;

namespace NanoClaw.Chatting;

/// <summary>What was said before, as lines of a terminal.</summary>
public static class ChatHistory
{
    public static IEnumerable<string> Lines(IReadOnlyList<ChatMessage> messages, TimeProvider time)
    {
        var today = time.GetLocalNow().Date;
        foreach (var message in messages)
        {
            var at = TimeZoneInfo.ConvertTime(message.Timestamp, time.LocalTimeZone);
            var when = at.Date == today ? at.ToString("HH:mm") : at.ToString("yyyy-MM-dd HH:mm");
            yield return TerminalText.Safe($"{when} {message.SenderName ?? message.Sender}: {message.Content}");
        }
    }
}
