using System.Globalization;
using System.Text;

namespace NanoClaw.Host.Text;

/// <summary>Names and titles, which strangers choose, as something that reads as what it is.</summary>
internal static class PlainText
{
    private const char More = '…';

    /// <summary>
    /// On one line, no longer than asked for. What changes the direction of the text around it is shown by its number,
    /// since it can make a name read as another.
    /// </summary>
    public static string Line(string text, int longest)
    {
        var line = new StringBuilder(Math.Min(text.Length, longest));
        foreach (var rune in text.EnumerateRunes())
        {
            var shown = Shown(rune);
            if (line.Length + shown.Length > longest)
            {
                while (line.Length > longest - 1)
                {
                    line.Length -= char.IsLowSurrogate(line[^1]) ? 2 : 1;
                }

                return line.Append(More).ToString();
            }

            line.Append(shown);
        }

        return line.ToString();
    }

    /// <summary>The first line that says something.</summary>
    public static string FirstLine(string text, int longest) =>
        Line(
            text.Split(['\n', '\r', '\u2028', '\u2029'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "",
            longest
        );

    /// <summary>The beginning of a text, not ended inside of a character.</summary>
    public static string Head(string text, int longest) =>
        text.Length <= longest ? text : text[..(longest > 0 && char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];

    private static string Shown(Rune rune) =>
        rune.Value switch
        {
            // Embeddings, overrides and isolates, and the marks of a direction.
            (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0x061C => string.Create(
                CultureInfo.InvariantCulture,
                $"[U+{rune.Value:X4}]"
            ),
            _ when Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 => " ",
            _ => rune.ToString(),
        };
}
