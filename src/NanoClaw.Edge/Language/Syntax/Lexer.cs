using System.Globalization;
using System.Text;

namespace NanoClaw.Edge.Language.Syntax;

/// <summary>
/// Cuts an expression into tokens. A quoted string after <c>matches</c> has the escapes of a regular expression, not of a string,
/// and ends elsewhere, so the token before decides.
/// </summary>
internal sealed class Lexer(string text)
{
    private const int MaxRawStringHashes = 255;

    private static readonly string[] _symbols =
        ["&&", "||", "^^", "==", "!=", "<=", ">=", "<", ">", "!", "~", "(", ")", "[", "]", "{", "}", ",", "*"];

    private int _position;
    private bool _regexNext;

    public Token Next()
    {
        while (_position < text.Length && text[_position] is ' ' or '\r' or '\n')
        {
            _position++;
        }

        var token = Read();
        _regexNext = token.Is("~") || token.IsName("matches");
        return token;
    }

    private Token Read()
    {
        var start = _position;
        if (start == text.Length)
        {
            return new(TokenKind.End, "", new(start, 0));
        }

        var c = text[start];
        if (c == '"')
        {
            return _regexNext ? QuotedRegex() : QuotedString();
        }

        if (c == 'r' && Peek(1) is '"' or '#')
        {
            return RawString();
        }

        if (c == '$')
        {
            _position++;
            SkipWhile(static ch => char.IsAsciiLetterOrDigit(ch) || ch is '_' or '.');
            return new(TokenKind.List, text[(start + 1).._position], SpanFrom(start));
        }

        if (char.IsAsciiDigit(c) || c == ':' || (c == '-' && char.IsAsciiDigit(Peek(1))))
        {
            return Word(start);
        }

        if (char.IsAsciiLetter(c) || c == '_')
        {
            SkipWhile(static ch => char.IsAsciiLetterOrDigit(ch) || ch is '_' or '.');
            var isAddress = Peek(0) == ':' && text.AsSpan(start, _position - start).IndexOfAnyExcept(_hexDigits) < 0;
            return isAddress ? Word(start) : new(TokenKind.Identifier, text[start.._position], SpanFrom(start));
        }

        foreach (var symbol in _symbols)
        {
            if (string.CompareOrdinal(text, start, symbol, 0, symbol.Length) == 0)
            {
                _position += symbol.Length;
                return new(TokenKind.Symbol, symbol, SpanFrom(start));
            }
        }

        throw Error(new(start, 1), c switch
        {
            '\t' => "a tab is not whitespace here: use spaces",
            '=' => "unrecognised input: equality is == or eq",
            '&' => "unrecognised input: a logical and is && or and",
            '|' => "unrecognised input: a logical or is || or or",
            '\'' => "unrecognised input: strings are quoted by \"",
            '#' or '/' => "unrecognised input: an expression has no comments",
            _ => "unrecognised input",
        });
    }

    private static readonly System.Buffers.SearchValues<char> _hexDigits =
        System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");

    private Token Word(int start)
    {
        if (Peek(0) == '-')
        {
            _position++;
        }

        while (_position < text.Length)
        {
            var c = text[_position];
            var negativeEnd = c == '-' && _position - start >= 2 && text[_position - 1] == '.' && text[_position - 2] == '.';
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or ':' or '/' or '_') && !negativeEnd)
            {
                break;
            }

            _position++;
        }

        return new(TokenKind.Word, text[start.._position], SpanFrom(start));
    }

    private Token QuotedString()
    {
        var start = _position++;
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
                    return new(TokenKind.QuotedString, content.ToString(), SpanFrom(start));
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

    // A quote within a character class does not end the literal, and of the escapes only \" outside a class is undone.
    private Token QuotedRegex()
    {
        var start = _position++;
        var pattern = new StringBuilder();
        var inClass = false;
        while (_position < text.Length)
        {
            var c = text[_position++];
            switch (c)
            {
                case '"' when !inClass:
                    return new(TokenKind.QuotedString, pattern.ToString(), SpanFrom(start));
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

    private Token RawString()
    {
        var start = _position++;
        var hashes = 0;
        while (Peek(0) == '#')
        {
            hashes++;
            _position++;
        }

        if (hashes > MaxRawStringHashes)
        {
            throw Error(SpanFrom(start), "invalid raw string hash count, there can't be more than 255 #s");
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
        var content = text[contentStart..end];
        return new(TokenKind.RawString, _regexNext ? content : ByteText.FromText(content), SpanFrom(start));
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

    private void SkipWhile(Func<char, bool> predicate)
    {
        while (_position < text.Length && predicate(text[_position]))
        {
            _position++;
        }
    }

    private TextSpan SpanFrom(int start) => new(start, _position - start);

    private RuleSyntaxException MissingEndingQuote(int start) => Error(new(start, 1), "could not find an ending quote");

    private RuleSyntaxException Error(TextSpan span, string reason) => new(text, span, reason);
}
