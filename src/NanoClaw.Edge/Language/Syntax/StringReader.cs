using System.Globalization;
using System.Text;
using NanoClaw.Edge.Values;

namespace NanoClaw.Edge.Language.Syntax;

/// <summary>Reads strings, which have escapes and ends of their own. Each gives null where it refuses.</summary>
internal static class StringReader
{
    private const int MaxRawStringHashes = 255;

    /// <summary>A quoted string's bytes, after its escapes.</summary>
    public static string? Quoted(SourceText source)
    {
        var start = source.Position++;
        var plain = source.Rest.IndexOfAny('"', '\\');
        if (plain >= 0 && source.Rest[plain] == '"' && Ascii.IsValid(source.Rest[..plain]))
        {
            source.Position += plain + 1;
            return source.Text.Substring(start + 1, plain);
        }

        var content = new StringBuilder();
        while (!source.AtEnd)
        {
            var c = source.Current;
            source.Position++;
            switch (c)
            {
                case '"':
                    return content.ToString();
                case '\\' when Escape(source) is { } escaped:
                    content.Append(escaped);
                    break;
                case '\\':
                    return source.Error is null ? MissingEndingQuote(source, start) : null;
                default:
                    AppendAsBytes(source, content, c);
                    break;
            }
        }

        return MissingEndingQuote(source, start);
    }

    private static char? Escape(SourceText source)
    {
        if (source.AtEnd)
        {
            return null;
        }

        var c = source.Current;
        switch (c)
        {
            case '"' or '\\':
                source.Position++;
                return c;
            case 'x':
                source.Position++;
                return ByteOf(source, 2, 16);
            case >= '0' and <= '7':
                return ByteOf(source, 3, 8);
            default:
                source.Refuse(source.SpanHere, "expected \", xHH or OOO after \\");
                return null;
        }
    }

    // The engine reads digits by a function that takes a sign too.
    private static char? ByteOf(SourceText source, int digits, int radix)
    {
        var value = 0;
        for (var i = 0; i < digits; i++)
        {
            var digit = HexValue(source.Peek(i));
            if (digit >= 0 && digit < radix)
            {
                value = (value * radix) + digit;
            }
            else if (i > 0 || source.Current != '+')
            {
                source.Refuse(new(source.Position, Math.Max(1, Math.Min(digits, source.Rest.Length))), $"expected {digits} digits of radix {radix}");
                return null;
            }
        }

        if (value > byte.MaxValue)
        {
            source.Refuse(new(source.Position, digits), "an escape is one byte: at most \\377");
            return null;
        }

        source.Position += digits;
        return (char)value;
    }

    /// <summary>Bytes of two hexadecimal digits each, with colons, dashes or dots between: at least two of them.</summary>
    public static string? Hexadecimal(SourceText source)
    {
        var content = new StringBuilder();
        do
        {
            if (ByteOf(source, 2, 16) is not { } value)
            {
                return null;
            }

            content.Append(value);
            if (source.Current is not (':' or '-' or '.'))
            {
                return content.ToString();
            }

            source.Position++;
        } while (true);
    }

    /// <summary>Whether hexadecimal bytes begin here.</summary>
    public static bool BeginsHexadecimal(SourceText source) =>
        (char.IsAsciiHexDigit(source.Current) || source.Current == '+') && char.IsAsciiHexDigit(source.Peek(1)) && source.Peek(2) is ':' or '-' or '.';

    /// <summary>
    /// A quoted pattern: a quote within a character class does not end it, and of the escapes only <c>\"</c> outside a class is undone.
    /// </summary>
    public static string? QuotedPattern(SourceText source)
    {
        var start = source.Position++;
        var pattern = new StringBuilder();
        var inClass = false;
        while (!source.AtEnd)
        {
            var c = source.Current;
            source.Position++;
            switch (c)
            {
                case '"' when !inClass:
                    return pattern.ToString();
                case '\\' when !source.AtEnd:
                    pattern.Append(inClass || source.Current != '"' ? "\\" : "").Append(source.Current);
                    source.Position++;
                    break;
                default:
                    inClass = inClass ? c != ']' : c == '[';
                    pattern.Append(c);
                    break;
            }
        }

        return MissingEndingQuote(source, start);
    }

    /// <summary>A raw string's text, as written.</summary>
    public static string? Raw(SourceText source)
    {
        var start = source.Position++;
        var hashes = 0;
        while (source.Current == '#')
        {
            hashes++;
            source.Position++;
        }

        if (hashes > MaxRawStringHashes)
        {
            return source.Refuse<string>(source.SpanFrom(start), "invalid raw string hash count, there can't be more than 255 #s");
        }

        if (source.Current != '"')
        {
            return source.Refuse<string>(source.SpanHere, "expected \" or #");
        }

        source.Position++;
        var terminator = hashes == 0 ? "\"" : string.Concat("\"", new string('#', hashes));
        var length = source.Rest.IndexOf(terminator, StringComparison.Ordinal);
        if (length < 0)
        {
            return MissingEndingQuote(source, start);
        }

        var content = source.Rest[..length].ToString();
        source.Position += length + terminator.Length;
        return content;
    }

    private static void AppendAsBytes(SourceText source, StringBuilder content, char c)
    {
        if (char.IsAscii(c))
        {
            content.Append(c);
            return;
        }

        var scalar = c.ToString(CultureInfo.InvariantCulture);
        if (char.IsHighSurrogate(c) && char.IsLowSurrogate(source.Current))
        {
            scalar += source.Current;
            source.Position++;
        }

        content.Append(ByteText.FromText(scalar));
    }

    private static int HexValue(char c) => char.IsAsciiHexDigit(c) ? (c | 0x20) - (char.IsAsciiDigit(c) ? '0' | 0x20 : 'a' - 10) : -1;

    private static string? MissingEndingQuote(SourceText source, int start) => source.Refuse<string>(new(start, 1), "could not find an ending quote");
}
