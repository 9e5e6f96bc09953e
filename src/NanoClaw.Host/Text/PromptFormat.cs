using System.Globalization;
using System.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Text;

/// <summary>Messages as the agent reads them, in v1's form.</summary>
internal static class PromptFormat
{
    public static string Write(IReadOnlyList<ChatMessage> messages, TimeZoneInfo zone, IReadOnlyList<string> notices)
    {
        var prompt = new StringBuilder();
        prompt.Append("<context timezone=\"").Append(Escape(zone.Id)).Append("\" />\n");
        foreach (var notice in notices)
        {
            prompt.Append("<notice from=\"host\">").Append(Escape(notice)).Append("</notice>\n");
        }

        prompt.Append("<messages>\n");
        foreach (var message in messages)
        {
            Append(prompt, message, zone);
        }

        return prompt.Append("</messages>").ToString();
    }

    private static void Append(StringBuilder prompt, ChatMessage message, TimeZoneInfo zone)
    {
        var time = TimeZoneInfo.ConvertTime(message.Timestamp, zone);
        prompt
            .Append("<message sender=\"").Append(Escape(message.SenderName ?? message.Sender))
            .Append("\" time=\"").Append(time.ToString("MMM d, yyyy, h:mm tt", CultureInfo.InvariantCulture)).Append('"');
        if (message.ReplyToMessageId is { } replyTo)
        {
            prompt.Append(" reply_to=\"").Append(Escape(replyTo)).Append('"');
        }

        prompt.Append('>');
        if (message is { ReplyToContent: { } quoted, ReplyToSenderName: { } from })
        {
            prompt.Append("\n  <quoted_message from=\"").Append(Escape(from)).Append("\">")
                .Append(Escape(quoted)).Append("</quoted_message>");
        }

        prompt.Append(Escape(message.Content)).Append("</message>\n");
    }

    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal);
}
