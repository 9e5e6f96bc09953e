using System.Globalization;
using System.Text;

namespace NanoClaw.History.Exporting;

/// <summary>Text from elsewhere as a part of a Markdown document (CommonMark 0.31) that it cannot break out of.</summary>
internal static class MarkdownText
{
    private const int ShortestFence = 3;
    private const string Signs = "\\`*_{}[]<>()#+-.!|~&:@\"'=$^";

    /// <summary>A name or title as a part of one line: each sign that might mean something is escaped.</summary>
    public static string Line(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var character in Plain(text))
        {
            if (char.IsWhiteSpace(character))
            {
                line.Append(' ');
                continue;
            }

            if (Signs.Contains(character))
            {
                line.Append('\\');
            }

            line.Append(character);
        }

        return line.ToString().Trim() is { Length: > 0 } shown ? shown : "(empty)";
    }

    /// <summary>A text word for word, in a fence longer than any in it. It ends with a line end.</summary>
    public static string Block(string text)
    {
        var plain = Plain(text.ReplaceLineEndings("\n"));
        var fence = new string('`', Math.Max(ShortestFence, LongestRun(plain) + 1));
        return $"{fence}\n{plain}{(plain.EndsWith('\n') ? null : "\n")}{fence}\n";
    }

    /// <summary>Without what moves a terminal's cursor; what turns the direction of a line is shown by its number.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F' or '\u061C')
            {
                plain.Append(CultureInfo.InvariantCulture, $"[U+{(int)character:X4}]");
            }
            else
            {
                plain.Append(char.IsControl(character) && character is not '\n' and not '\t' ? '\uFFFD' : character);
            }
        }

        return plain.ToString();
    }

    private static int LongestRun(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var character in text)
        {
            run = character is '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
