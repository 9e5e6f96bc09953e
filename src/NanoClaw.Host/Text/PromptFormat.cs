using System.Globalization;
using System.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Text;

/// <summary>Messages as the agent reads them, in v1's form.</summary>
internal static class PromptFormat
{
    public const string End = "</messages>";

    private const int LongestName = 128;
    private const int LongestId = 256;
    private const int LongestQuote = 4096;

    public static string Write(IReadOnlyList<ChatMessage> messages, TimeZoneInfo zone, IReadOnlyList<string> notices) =>
        Begin(zone, notices) + string.Concat(messages.Select(message => Write(message, zone))) + End;

    /// <summary>What stands before the messages.</summary>
    public static string Begin(TimeZoneInfo zone, IReadOnlyList<string> notices)
    {
        var prompt = new StringBuilder();
        prompt.Append("<context timezone=\"").Append(Escape(zone.Id)).Append("\" />\n");
        foreach (var notice in notices)
        {
            prompt.Append(Notice(notice));
        }

        return prompt.Append("<messages>\n").ToString();
    }

    public static string Notice(string text) => $"<notice from=\"host\">{Escape(text)}</notice>\n";

    public static string Write(ChatMessage message, TimeZoneInfo zone)
    {
        var prompt = new StringBuilder();
        var time = TimeZoneInfo.ConvertTime(message.Timestamp, zone);
        prompt
            .Append("<message sender=\"")
            .Append(Name(message.SenderName ?? message.Sender))
            .Append("\" time=\"")
            .Append(time.ToString("MMM d, yyyy, h:mm tt", CultureInfo.InvariantCulture))
            .Append('"');
        if (message.ReplyToMessageId is { } replyTo)
        {
            prompt.Append(" reply_to=\"").Append(Escape(PlainText.Line(replyTo, LongestId))).Append('"');
        }

        prompt.Append('>');
        if (message is { ReplyToContent: { } quoted, ReplyToSenderName: { } from })
        {
            prompt
                .Append("\n  <quoted_message from=\"")
                .Append(Name(from))
                .Append("\">")
                .Append(Escape(quoted.Length > LongestQuote ? PlainText.Head(quoted, LongestQuote) + "…" : quoted))
                .Append("</quoted_message>");
        }

        return prompt.Append(Escape(message.Content)).Append("</message>\n").ToString();
    }

    private static string Name(string name) => Escape(PlainText.Line(name, LongestName));

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("\"", "&quot;", StringComparison.Ordinal);
}
