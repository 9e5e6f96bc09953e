using System.Globalization;

namespace NanoClaw.Terminal.Output;

/// <summary>Text from elsewhere as a part of one line.</summary>
public static class OneLine
{
    /// <summary>
    /// The text, safe for a terminal, its line ends and runs of blanks made one blank. What changes the direction of the
    /// text around it is shown by its number, since it can make a name read as another.
    /// </summary>
    public static string Of(string text)
    {
        var line = TerminalText.Safe(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        return line.Any(TurnsDirection)
            ? string.Concat(line.Select(c => TurnsDirection(c) ? string.Create(CultureInfo.InvariantCulture, $"[U+{(int)c:X4}]") : c.ToString()))
            : line;
    }

    /// <summary>The same, cut to a length with an ellipsis.</summary>
    public static string Of(string text, int most)
    {
        var line = Of(text);
        if (line.Length <= most)
        {
            return line;
        }

        var cut = char.IsHighSurrogate(line[most - 2]) ? most - 2 : most - 1;
        return line[..cut].TrimEnd() + "…";
    }

    private static bool TurnsDirection(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F' or '\u061C';
}
