using System.Globalization;
using System.Text;

namespace NanoClaw.Edge.Language.Syntax;

/// <summary>Reads string literals, which have escapes and ends of their own.</summary>
internal sealed class StringLexer(string text)
{
    private const int MaxRawStringHashes = 255;

    private int _position;

    /// <summary>Where the literal that was read last ends.</summary>
    public int End => _position;

    /// <summary>A quoted string's bytes, after its escapes.</summary>
    public string Quoted(int start)
    {
        _position = start + 1;
        var content = new StringBuilder();
        while (true)
        {
            if (_position >= text.Length)
            {
                throw MissingEndingQuote(start);
            }

            var c = text[_position++];
            switch (c)
            {
                case '"':
                    return content.ToString();
                case '\\':
                    content.Append(Escape(start));
                    break;
                default:
                    AppendAsBytes(content, c);
                    break;
            }
        }
    }

    private char Escape(int stringStart)
    {
        if (_position >= text.Length)
        {
            throw MissingEndingQuote(stringStart);
        }

        var c = text[_position];
        switch (c)
        {
            case '"' or '\\':
                _position++;
                return c;
            case 'x':
                _position++;
                return ByteOf(2, 16);
            case >= '0' and <= '7':
                return ByteOf(3, 8);
            default:
                throw Error(new(_position, 1), "expected \", xHH or OOO after \\");
        }
    }

    private char ByteOf(int digits, int radix)
    {
        var available = Math.Min(digits, text.Length - _position);
        var value = 0;
        for (var i = 0; i < digits; i++)
        {
            var digit = i < available ? HexValue(text[_position + i]) : -1;
            if (digit < 0 || digit >= radix)
            {
                throw Error(new(_position, Math.Max(1, available)), $"expected {digits} digits of radix {radix}");
            }

            value = (value * radix) + digit;
        }

        if (value > byte.MaxValue)
        {
            throw Error(new(_position, digits), "an escape is one byte: at most \\377");
        }

        _position += digits;
        return (char)value;
    }

    /// <summary>
    /// A quoted pattern: a quote within a character class does not end it, and of the escapes only <c>\"</c> outside a class is undone.
    /// </summary>
    public string QuotedRegex(int start)
    {
        _position = start + 1;
        var pattern = new StringBuilder();
        var inClass = false;
        while (_position < text.Length)
        {
            var c = text[_position++];
            switch (c)
            {
                case '"' when !inClass:
                    return pattern.ToString();
                case '\\' when _position < text.Length:
                    var escaped = text[_position++];
                    if (inClass || escaped != '"')
                    {
                        pattern.Append('\\');
                    }

                    pattern.Append(escaped);
                    break;
                default:
                    inClass = inClass ? c != ']' : c == '[';
                    pattern.Append(c);
                    break;
            }
        }

        throw MissingEndingQuote(start);
    }

    /// <summary>A raw string's text, as written.</summary>
    public string Raw(int start)
    {
        _position = start + 1;
        var hashes = 0;
        while (Peek(0) == '#')
        {
            hashes++;
            _position++;
        }

        if (hashes > MaxRawStringHashes)
        {
            throw Error(new(start, _position - start), "invalid raw string hash count, there can't be more than 255 #s");
        }

        if (Peek(0) != '"')
        {
            throw Error(new(_position, 1), "expected \" or #");
        }

        var terminator = string.Concat("\"", new string('#', hashes));
        var contentStart = _position + 1;
        var end = text.IndexOf(terminator, contentStart, StringComparison.Ordinal);
        if (end < 0)
        {
            throw MissingEndingQuote(start);
        }

        _position = end + terminator.Length;
        return text[contentStart..end];
    }

    private void AppendAsBytes(StringBuilder content, char c)
    {
        if (char.IsAscii(c))
        {
            content.Append(c);
            return;
        }

        var scalar = c.ToString(CultureInfo.InvariantCulture);
        if (char.IsHighSurrogate(c) && char.IsLowSurrogate(Peek(0)))
        {
            scalar += text[_position++];
        }

        content.Append(ByteText.FromText(scalar));
    }

    private static int HexValue(char c) => char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : -1;

    private char Peek(int ahead) => _position + ahead < text.Length ? text[_position + ahead] : '\0';

    private RuleSyntaxException MissingEndingQuote(int start) => Error(new(start, 1), "could not find an ending quote");

    private RuleSyntaxException Error(TextSpan span, string reason) => new(text, span, reason);
}
