using System.Text;

namespace NanoClaw.Agents;

/// <summary>Cuts what the agent says to itself out of a text.</summary>
internal static class InternalBlocks
{
    private const string Open = "<internal>";
    private const string Close = "</internal>";

    /// <summary>The text without its <c>&lt;internal&gt;...&lt;/internal&gt;</c> blocks, trimmed. A block without an end is text.</summary>
    public static string Cut(string text)
    {
        var kept = new StringBuilder(text.Length);
        var at = 0;
        while (true)
        {
            var open = text.IndexOf(Open, at, StringComparison.Ordinal);
            var close = open < 0 ? -1 : text.IndexOf(Close, open + Open.Length, StringComparison.Ordinal);
            if (close < 0)
            {
                return kept.Append(text, at, text.Length - at).ToString().Trim();
            }

            kept.Append(text, at, open - at);
            at = close + Close.Length;
        }
    }
}
