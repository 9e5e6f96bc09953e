namespace NanoClaw.Edge.Language.Syntax;

/// <summary>
/// The text that is read, how far, and the first thing that was wrong. The engine has no tokens: what a piece of text is depends on
/// what stands before it, and a word ends where the next can begin, blank or not.
/// </summary>
internal sealed class SourceText
{
    /// <summary>The engine's own limit (wirefilter, <c>max_nesting_depth</c>).</summary>
    private const int MaxNesting = 128;

    private readonly int _end;
    private int _nesting;

    public SourceText(string text)
    {
        Text = text;
        // At either end every blank of Unicode is one; between the words only spaces and line ends are.
        var trimmed = text.AsSpan().TrimEnd();
        _end = trimmed.Length;
        Position = _end - trimmed.TrimStart().Length;
    }

    public string Text { get; }

    public int Position { get; set; }

    public RuleSyntaxError? Error { get; private set; }

    public bool AtEnd => Position >= _end;

    /// <summary>The next character; a NUL at the end.</summary>
    public char Current => Position < _end ? Text[Position] : '\0';

    public ReadOnlySpan<char> Rest => Text.AsSpan(Position, _end - Position);

    public char Peek(int ahead) => Position + ahead < _end ? Text[Position + ahead] : '\0';

    public void SkipSpace()
    {
        while (Current is ' ' or '\r' or '\n')
        {
            Position++;
        }
    }

    public bool Take(string literal)
    {
        if (!Rest.StartsWith(literal, StringComparison.Ordinal))
        {
            return false;
        }

        Position += literal.Length;
        return true;
    }

    /// <summary>Takes a bracket, or refuses what stands in its place.</summary>
    public bool Expect(string literal)
    {
        if (Take(literal))
        {
            return true;
        }

        Refuse(SpanHere, $"expected literal \"{literal}\"");
        return false;
    }

    public bool Nest()
    {
        if (++_nesting <= MaxNesting)
        {
            return true;
        }

        Refuse(SpanHere, $"maximum nesting depth exceeded (limit: {MaxNesting})");
        return false;
    }

    public void Unnest() => _nesting--;

    public TextSpan SpanHere => new(Position, 1);

    public TextSpan SpanFrom(int start) => new(start, Position - start);

    public void Refuse(TextSpan span, string reason) => Error ??= new(Text, span, reason);

    public T? Refuse<T>(TextSpan span, string reason)
        where T : class
    {
        Refuse(span, reason);
        return null;
    }

    public T? Refuse<T>(TextSpan span, Func<string> reason)
        where T : class
    {
        Error ??= new(Text, span, reason);
        return null;
    }

    /// <summary>Where reading can be taken up again if what follows turns out to be something else.</summary>
    public (int Position, int Nesting) Mark() => (Position, _nesting);

    public RuleSyntaxError? Return((int Position, int Nesting) mark)
    {
        var error = Error;
        (Position, _nesting) = mark;
        Error = null;
        return error;
    }

    public void Refuse(RuleSyntaxError error) => Error ??= error;
}
