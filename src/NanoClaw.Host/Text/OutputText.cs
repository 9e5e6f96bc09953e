using NanoClaw.Agents;

namespace NanoClaw.Host.Text;

/// <summary>What of the agent's text a chat gets to see.</summary>
internal static class OutputText
{
    /// <summary>Without <c>&lt;internal&gt;</c> blocks, trimmed; empty where there is nothing to say.</summary>
    public static string Clean(string text) => JavaScriptText.Trim(InternalFilter.Cut(text));

    /// <summary>
    /// The text in parts that a channel takes: broken at a blank line, else at a line, a sentence or a space, where one
    /// lies in the second half of the part; never inside a character.
    /// </summary>
    public static IReadOnlyList<string> Split(string text, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 2);
        var parts = new List<string>();
        var rest = text;
        while (rest.Length > limit)
        {
            var cut = FindCut(rest, limit);
            Add(rest[..cut].TrimEnd());
            rest = rest[cut..].TrimStart(' ', '\n', '\r');
        }

        Add(rest);
        return parts;

        void Add(string part)
        {
            if (part.Length > 0)
            {
                parts.Add(part);
            }
        }
    }

    private static int FindCut(string text, int limit)
    {
        foreach (var mark in (ReadOnlySpan<string>)["\n\n", "\n", ". ", " "])
        {
            var at = text.LastIndexOf(mark, limit - 1, StringComparison.Ordinal);
            if (at >= limit / 2)
            {
                return Math.Min(at + mark.Length, limit);
            }
        }

        return char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit;
    }
}
