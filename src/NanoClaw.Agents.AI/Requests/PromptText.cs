using System.Text;
using Microsoft.Extensions.AI;

namespace NanoClaw.Agents.AI;

/// <summary>
/// The messages of a call as the one prompt of a turn. One message of a person is its text as it stands. More than that,
/// such as a history that the remote session does not hold, is framed with each author named and every angle bracket
/// of theirs escaped, so that no text can pass for another's.
/// </summary>
internal static class PromptText
{
    /// <exception cref="NotSupportedException">A message holds what cannot travel.</exception>
    public static string Of(IEnumerable<ChatMessage> messages, string? instructions)
    {
        var parts = messages.Select(message => (message.Role, message.AuthorName, Text: TextOf(message))).Where(part => part.Text.Length > 0).ToList();
        if (string.IsNullOrWhiteSpace(instructions) && parts is [{ Role: var only, Text: var text }] && only == ChatRole.User)
        {
            return text;
        }

        var prompt = new StringBuilder();
        foreach (
            var told in parts
                .Where(part => part.Role == ChatRole.System)
                .Select(part => part.Text)
                .Prepend(instructions)
                .Where(told => !string.IsNullOrWhiteSpace(told))
        )
        {
            prompt.Append("<instructions>").Append(Escape(told!)).Append("</instructions>\n");
        }

        foreach (var (role, author, said) in parts.Where(part => part.Role != ChatRole.System))
        {
            prompt.Append("<message role=\"").Append(Escape(role.Value)).Append('"');
            if (author is not null)
            {
                prompt.Append(" sender=\"").Append(Escape(author)).Append('"');
            }

            prompt.Append('>').Append(Escape(said)).Append("</message>\n");
        }

        // Instructions alone ask nothing; the contract refuses a blank prompt with its own word.
        return parts.Any(part => part.Role != ChatRole.System) ? prompt.ToString().TrimEnd() : "";
    }

    private static string TextOf(ChatMessage message)
    {
        var text = new StringBuilder();
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case TextContent part:
                    text.Append(part.Text);
                    break;
                case TextReasoningContent or UsageContent or FunctionCallContent { InformationalOnly: true }:
                    // Of an earlier answer: the remote session has what belongs to it.
                    break;
                default:
                    throw new NotSupportedException(
                        $"The remote agent is given text alone, and the message holds a {content.GetType().Name}. Put what it says into words."
                    );
            }
        }

        return text.ToString();
    }

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("\"", "&quot;", StringComparison.Ordinal);
}
