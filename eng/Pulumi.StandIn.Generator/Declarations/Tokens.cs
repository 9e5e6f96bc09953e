namespace Pulumi.StandIn.Generator.Declarations;

/// <summary>A piece of a declaration file, and the values that the comment before it lists.</summary>
internal readonly record struct Token(string Text, int Line, IReadOnlyList<string>? Values)
{
    public bool IsName => Text.Length > 0 && (char.IsLetter(Text[0]) || Text[0] is '_' or '$');

    public bool IsString => Text.Length > 0 && Text[0] is '"' or '\'';
}

/// <summary>Splits a declaration file into names, strings and punctuation; of comments only the values they list are kept.</summary>
internal sealed class Tokens
{
    private readonly string _file;
    private readonly List<Token> _tokens = [];
    private int _next;

    public Tokens(string file)
    {
        _file = file;
        Split(File.ReadAllText(file));
    }

    public Token Current => _next < _tokens.Count ? _tokens[_next] : default;

    public bool AtEnd => _next >= _tokens.Count;

    public Token Take()
    {
        var token = Current;
        _next++;
        return token;
    }

    public bool TryTake(string text)
    {
        if (Current.Text != text)
        {
            return false;
        }

        _next++;
        return true;
    }

    public void Expect(string text)
    {
        if (!TryTake(text))
        {
            throw Unexpected($"expected '{text}'");
        }
    }

    public string TakeName() => Current.IsName ? Take().Text : throw Unexpected("expected a name");

    public DeclarationException Unexpected(string expectation) =>
        new(_file, Current.Line, $"{expectation}, found '{Current.Text}'; the generator doesn't know this form of declaration");

    /// <summary>Leaves out the rest of a statement or member: to its semicolon, or to the end of its block.</summary>
    public void SkipStatement()
    {
        var depth = 0;
        while (!AtEnd)
        {
            var text = Take().Text;
            depth +=
                text is "{" or "(" or "[" ? 1
                : text is "}" or ")" or "]" ? -1
                : 0;
            if (depth == 0 && (text == ";" || (text == "}" && Current.Text != ";" && Current.Text != "[")))
            {
                return;
            }
        }
    }

    private void Split(string text)
    {
        var line = 1;
        IReadOnlyList<string>? values = null;
        for (var i = 0; i < text.Length; )
        {
            var start = i;
            if (text[i] == '\n')
            {
                line++;
                i++;
            }
            else if (char.IsWhiteSpace(text[i]))
            {
                i++;
            }
            else if (string.CompareOrdinal(text, i, "//", 0, 2) == 0)
            {
                i = End(text.IndexOf('\n', i), text);
            }
            else if (string.CompareOrdinal(text, i, "/*", 0, 2) == 0)
            {
                i = End(text.IndexOf("*/", i + 2, StringComparison.Ordinal) + 2, text);
                line += text.AsSpan(start, i - start).Count('\n');
                values = DocumentedValues.Find(text.AsSpan(start, i - start));
            }
            else
            {
                i = text[i] is '"' or '\'' ? End(text.IndexOf(text[i], i + 1) + 1, text) : NameEnd(text, i);
                _tokens.Add(new Token(text[start..i], line, values));
                values = null;
            }
        }
    }

    private static int End(int index, string text) => index <= 0 ? text.Length : index;

    private static int NameEnd(string text, int start)
    {
        var end = start;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '$'))
        {
            end++;
        }

        return end == start ? start + 1 : end;
    }
}
