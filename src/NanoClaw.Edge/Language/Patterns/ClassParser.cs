namespace NanoClaw.Edge.Language.Patterns;

/// <summary>Reads character classes, with those nested in them and the operations between them.</summary>
internal sealed class ClassParser(PatternText text)
{
    private const int MaxNesting = 120;

    private int _nesting;

    private bool IgnoresCase => text.Has(PatternFlags.IgnoreCase);

    /// <summary>From an opening bracket to the closing one.</summary>
    public ByteSet? Class()
    {
        if (++_nesting > MaxNesting)
        {
            return text.Refuse<ByteSet>("exceeds the maximum number of nested parts");
        }

        text.Advance();
        var negated = text.Current == '^';
        if (negated)
        {
            text.Advance();
        }

        var set = Contents();
        _nesting--;
        if (set is null)
        {
            return null;
        }

        set = IgnoresCase ? set.FoldCase() : set;
        return negated ? set.Negate() : set;
    }

    // Operations bind looser than what stands side by side, and go from left to right.
    private ByteSet? Contents()
    {
        ByteSet? left = null;
        var operation = '\0';
        var items = Beginning();
        while (text.SkipBlanks())
        {
            var c = text.Current;
            if (c == ']')
            {
                text.Position++;
                return Combine(left, operation, items);
            }

            if (c is '&' or '-' or '~' && text.Peek(pastBlanks: false) == c)
            {
                left = Combine(left, operation, items);
                (operation, items) = (c, new ByteSet());
                text.Position += 2;
                continue;
            }

            if ((c == '[' ? Posix() ?? Class() : Range()) is not { } item)
            {
                return null;
            }

            items = items.Union(item);
        }

        return text.Refuse<ByteSet>("unclosed character class");
    }

    // Dashes at the start stand for themselves, and without them a closing bracket does: an empty class cannot be written.
    private ByteSet Beginning()
    {
        var items = new ByteSet();
        var literal = text.Current is '-' or ']' ? text.Current : '\0';
        while (literal != '\0' && text.Current == literal)
        {
            items.Add(literal, literal);
            if (!text.Advance() || literal == ']')
            {
                break;
            }
        }

        return items;
    }

    private ByteSet Combine(ByteSet? left, char operation, ByteSet right)
    {
        if (left is null)
        {
            return right;
        }

        (left, right) = IgnoresCase ? (left.FoldCase(), right.FoldCase()) : (left, right);
        return operation switch
        {
            '&' => left.Intersect(right),
            '-' => left.Except(right),
            _ => left.SymmetricExcept(right),
        };
    }

    // [:alpha:], or null where it is another class that is nested.
    private ByteSet? Posix()
    {
        var start = text.Position;
        var end = text.Text.IndexOf(":]", start + 1, StringComparison.Ordinal);
        if (!text.Take("[:") || end < start + 2)
        {
            text.Position = start;
            return null;
        }

        var negated = text.Take("^");
        var set = ByteClasses.Posix(text.Text[text.Position..Math.Max(text.Position, end)]);
        text.Position = set is null ? start : end + 2;
        return set is not null && negated ? set.Negate() : set;
    }

    private ByteSet? Range()
    {
        if (Item() is not { } item)
        {
            return null;
        }

        if (!text.SkipBlanks() || text.Current != '-' || text.Peek(pastBlanks: true) is ']' or '-')
        {
            return item.Set ?? ByteSet.Of(item.Bytes[0]);
        }

        text.Advance();
        if (text.AtEnd || Item() is not { } last)
        {
            return text.Refuse<ByteSet>("unclosed character class");
        }

        return item.Set is not null || last.Set is not null ? text.Refuse<ByteSet>("invalid range boundary, must be a literal")
            : item.Bytes[0] > last.Bytes[0] ? text.Refuse<ByteSet>("invalid character class range, the start must be <= the end")
            : ByteSet.Range(item.Bytes[0], last.Bytes[0]);
    }

    private PatternEscape? Item()
    {
        var item =
            text.Current == '\\' ? new EscapeParser(text).Read() : new PatternEscape { Bytes = System.Text.Encoding.UTF8.GetBytes(text.TakeRune().ToString()) };
        return item switch
        {
            null => null,
            { Place: not null } => text.Refuse<PatternEscape>("invalid escape sequence found in character class"),
            { Set: null, Bytes.Length: not 1 } => text.Refuse<PatternEscape>(
                "a character class holds bytes: a character outside ASCII needs (?u), which is not reproduced on this machine"
            ),
            _ => item,
        };
    }
}
