using System.Globalization;
using System.Text;

namespace NanoClaw.Edge.Language.Patterns;

/// <summary>Reads escapes.</summary>
internal sealed class EscapeParser(PatternText text)
{
    public PatternEscape? Read()
    {
        text.Position++;
        if (text.AtEnd)
        {
            return Refuse("incomplete escape sequence, reached end of pattern prematurely");
        }

        var c = text.Current;
        switch (c)
        {
            case 'x' or 'u' or 'U':
                return Hexadecimal(c);
            case 'd' or 'D' or 'w' or 'W' or 's' or 'S':
                text.Position++;
                return new() { Set = ByteClasses.Perl(c) };
            case 'p' or 'P':
                return Refuse("Unicode-aware classes need (?u), which is not reproduced on this machine");
            case >= '0' and <= '9':
                return Refuse("backreferences are not supported");
            case 'b':
                text.Position++;
                return text.Current == '{' ? HalfBoundary() : new() { Place = Place.WordBoundary };
        }

        text.Position++;
        Place? place = c switch
        {
            'A' => Place.TextStart,
            'z' => Place.TextEnd,
            'B' => Place.NoWordBoundary,
            '<' => Place.WordStart,
            '>' => Place.WordEnd,
            _ => null,
        };
        byte? literal = c switch
        {
            'a' => 7,
            'f' => 12,
            't' => 9,
            'n' => 10,
            'r' => 13,
            'v' => 11,
            _ when char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c) => (byte)c,
            _ => null,
        };
        return place is not null ? new() { Place = place }
            : literal is { } value ? new() { Bytes = [value] }
            : Refuse($@"unrecognized escape sequence \{c}");
    }

    // What does not read as a boundary's name is a count.
    private PatternEscape? HalfBoundary()
    {
        var start = text.Position;
        if (!text.Advance() || !IsNameCharacter(text.Current))
        {
            text.Position = start;
            return new() { Place = Place.WordBoundary };
        }

        var name = new StringBuilder();
        while (!text.AtEnd && IsNameCharacter(text.Current))
        {
            name.Append(text.Current);
            text.Advance();
        }

        if (text.Current != '}')
        {
            return Refuse("special word boundary assertion is either unclosed or contains an invalid character");
        }

        text.Position++;
        Place? place = name.ToString() switch
        {
            "start" => Place.WordStart,
            "end" => Place.WordEnd,
            "start-half" => Place.WordStartHalf,
            "end-half" => Place.WordEndHalf,
            _ => null,
        };
        return place is null ? Refuse("unrecognized special word boundary assertion") : new() { Place = place };
    }

    private PatternEscape? Hexadecimal(char kind)
    {
        var digits = new StringBuilder();
        text.Advance();
        var braced = text.Current == '{';
        var length = braced
            ? int.MaxValue
            : kind switch
            {
                'x' => 2,
                'u' => 4,
                _ => 8,
            };
        for (var more = !braced || text.Advance(); digits.Length < length && text.Current != '}'; more = text.Advance())
        {
            if (!more || text.AtEnd)
            {
                return Refuse("incomplete escape sequence, reached end of pattern prematurely");
            }

            if (!char.IsAsciiHexDigit(text.Current))
            {
                return Refuse("invalid hexadecimal digit");
            }

            digits.Append(text.Current);
        }

        if (braced ? digits.Length == 0 || !text.Take("}") : digits.Length < length)
        {
            return Refuse(braced ? "hexadecimal literal empty" : "invalid hexadecimal digit");
        }

        return uint.TryParse(digits.ToString(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && Rune.IsValid(value)
            // Two digits are a byte; every other form is a character, of one byte or more.
            ? new() { Bytes = kind == 'x' && !braced ? [(byte)value] : Encoding.UTF8.GetBytes(new Rune(value).ToString()) }
            : Refuse("hexadecimal literal is not a Unicode scalar value");
    }

    private static bool IsNameCharacter(char c) => char.IsAsciiLetter(c) || c == '-';

    private PatternEscape? Refuse(string reason) => text.Refuse<PatternEscape>(reason);
}
