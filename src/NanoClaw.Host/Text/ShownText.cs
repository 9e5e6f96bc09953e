using System.Globalization;
using System.Text;

namespace NanoClaw.Host.Text;

/// <summary>
/// What a model or a stranger wrote, for people to judge: nothing of it is hidden, nothing turns the writing round, and
/// no line of it can be taken for one of ours.
/// </summary>
public static class ShownText
{
    /// <summary>Before each line of what is quoted.</summary>
    public const string Margin = "│ ";

    /// <summary>Short enough that a text is broken for its chat between two lines, never within one.</summary>
    private const int LongestLine = 200;

    /// <summary>Marks upon one letter; more would reach over the lines above and below.</summary>
    private const int MostMarks = 3;

    /// <summary>On one line, cut to a length.</summary>
    public static string Line(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        // Each sign is at most nine as it is shown.
        var shown = Plain(text.Length > most ? text[..most] : text).Replace('\n', ' ');
        return shown.Length <= most && text.Length <= most ? shown : $"{Cut(shown, most - 1)}…";
    }

    /// <summary>All of it, each line with the margin.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder();
        foreach (var line in Plain(text).Split('\n'))
        {
            var rest = line;
            do
            {
                var part = Cut(rest, LongestLine);
                quoted.Append(quoted.Length > 0 ? "\n" : "").Append(Margin).Append(part);
                rest = rest[part.Length..];
            } while (rest.Length > 0);
        }

        return quoted.ToString();
    }

    /// <summary>Invisible, turning and unknown characters as their numbers; line ends stay.</summary>
    public static string Plain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = new StringBuilder(text.Length);
        var marks = 0;
        // A half of a character comes as U+FFFD.
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            marks = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? marks + 1 : 0;
            if (rune.Value == '\n' || (IsPlain(category) && marks <= MostMarks && !IsBlank(rune)))
            {
                plain.Append(rune.ToString());
            }
            else
            {
                plain.Append(CultureInfo.InvariantCulture, $"⟨U+{rune.Value:X4}⟩");
            }
        }

        return plain.ToString();
    }

    private static bool IsPlain(UnicodeCategory category) =>
        category
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.Surrogate
                or UnicodeCategory.OtherNotAssigned
            );

    /// <summary>Letters and spaces that show nothing: fillers, and every blank but the one between words.</summary>
    private static bool IsBlank(Rune rune) =>
        rune.Value
            is 0x115F
                or 0x1160
                or 0x3164
                or 0xFFA0
                or 0x2800
                or 0x034F
                or 0x17B4
                or 0x17B5
                or (>= 0x180B and <= 0x180F)
                or (>= 0xFE00 and <= 0xFE0E)
                or (>= 0xE0100 and <= 0xE01EF)
        || (Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpaceSeparator && rune.Value is not (' ' or 0xA0 or 0x202F or 0x3000));

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
