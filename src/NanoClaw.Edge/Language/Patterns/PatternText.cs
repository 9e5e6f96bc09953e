using System.Text;

namespace NanoClaw.Edge.Language.Patterns;

/// <summary>A pattern that is read, how far, with the flags in force, and the first thing that was wrong.</summary>
internal sealed class PatternText(string pattern)
{
    public int Position { get; set; }

    public PatternFlags Flags { get; set; }

    public string? Error { get; private set; }

    public bool AtEnd => Position >= pattern.Length;

    /// <summary>The next character; a NUL at the end.</summary>
    public char Current => Position < pattern.Length ? pattern[Position] : '\0';

    public string Text => pattern;

    public bool Has(PatternFlags flag) => (Flags & flag) != PatternFlags.None;

    /// <summary>Past one character, and past blanks and comments where <c>(?x)</c> is in force; false at the end.</summary>
    public bool Advance()
    {
        Position++;
        return SkipBlanks();
    }

    public bool SkipBlanks()
    {
        while (Has(PatternFlags.Spaced) && !AtEnd && (char.IsWhiteSpace(Current) || Current == '#'))
        {
            var comment = Current == '#' ? pattern.IndexOf('\n', Position) : Position;
            Position = comment < 0 ? pattern.Length : comment + 1;
        }

        return !AtEnd;
    }

    /// <summary>The character after this one; with <c>(?x)</c> past blanks and comments.</summary>
    public char Peek(bool pastBlanks)
    {
        var position = Position;
        var next = pastBlanks ? Advance() : ++Position < pattern.Length;
        var c = next ? Current : '\0';
        Position = position;
        return c;
    }

    public bool Take(string text)
    {
        if (string.CompareOrdinal(pattern, Position, text, 0, text.Length) != 0)
        {
            return false;
        }

        Position += text.Length;
        return true;
    }

    /// <summary>Takes a whole character, also one of two UTF-16 units.</summary>
    public Rune TakeRune()
    {
        var rune = Rune.TryGetRuneAt(pattern, Position, out var whole) ? whole : Rune.ReplacementChar;
        Position += rune.IsBmp ? 1 : 2;
        return rune;
    }

    public T? Refuse<T>(string reason)
        where T : class
    {
        Error ??= reason;
        return null;
    }
}
