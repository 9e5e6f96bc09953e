namespace NanoClaw.Edge.Language.Syntax;

/// <summary>
/// Cuts an expression into tokens. A quoted string after <c>matches</c> has the escapes of a regular expression, not of a string,
/// and ends elsewhere, so the token before decides.
/// </summary>
internal sealed class Lexer(string text)
{
    private static readonly string[] _symbols =
        ["&&", "||", "^^", "==", "!=", "<=", ">=", "<", ">", "!", "~", "(", ")", "[", "]", "{", "}", ",", "*"];

    private readonly StringLexer _strings = new(text);
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
            return String(TokenKind.QuotedString, _regexNext ? _strings.QuotedRegex : _strings.Quoted);
        }

        if (c == 'r' && Peek(1) is '"' or '#')
        {
            return String(TokenKind.RawString, _regexNext ? _strings.Raw : start => ByteText.FromText(_strings.Raw(start)));
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

    private Token String(TokenKind kind, Func<int, string> read)
    {
        var start = _position;
        var content = read(start);
        _position = _strings.End;
        return new(kind, content, SpanFrom(start));
    }

    private char Peek(int ahead) => _position + ahead < text.Length ? text[_position + ahead] : '\0';

    private void SkipWhile(Func<char, bool> predicate)
    {
        while (_position < text.Length && predicate(text[_position]))
        {
            _position++;
        }
    }

    private TextSpan SpanFrom(int start) => new(start, _position - start);

    private RuleSyntaxException Error(TextSpan span, string reason) => new(text, span, reason);
}
