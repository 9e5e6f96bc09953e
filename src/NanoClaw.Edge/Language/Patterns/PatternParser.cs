using System.Globalization;
using System.Text;

namespace NanoClaw.Edge.Language.Patterns;

/// <summary>
/// Reads the syntax of Rust's regular expressions as Cloudflare's engine has it set: about bytes, Unicode off.
/// Reference: https://docs.rs/regex/latest/regex/#syntax.
/// </summary>
internal sealed class PatternParser
{
    /// <summary>How deep groups, repetitions and alternatives may be nested: the engine's own limit.</summary>
    private const int MaxNesting = 250;

    private readonly PatternText _text;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly ClassParser _classes;
    private int _nesting;

    private PatternParser(string pattern)
    {
        _text = new(pattern);
        _classes = new(_text);
    }

    /// <summary>Null where the engine refuses the pattern, or it is not reproduced here; <paramref name="error"/> says why.</summary>
    public static PatternNode? Parse(string pattern, out string? error)
    {
        var parser = new PatternParser(pattern);
        var node = parser.Alternatives();
        if (node is not null && !parser._text.AtEnd)
        {
            node = parser._text.Refuse<PatternNode>("unopened group");
        }

        error = parser._text.Error;
        return node;
    }

    private PatternNode? Alternatives()
    {
        if (++_nesting > MaxNesting)
        {
            return _text.Refuse<PatternNode>($"exceeds the maximum number of nested parts ({MaxNesting})");
        }

        var choices = new List<PatternNode>();
        do
        {
            if (Sequence() is not { } choice)
            {
                return null;
            }

            choices.Add(choice);
        } while (_text.Take("|"));
        _nesting--;
        return choices.Count == 1 ? choices[0] : new AlternativePattern(choices);
    }

    private PatternNode? Sequence()
    {
        var parts = new List<PatternNode>();
        var repeatable = false;
        var repetitions = 0;
        while (_text.SkipBlanks() && _text.Current is not ('|' or ')'))
        {
            if (_text.Current is '*' or '+' or '?' or '{')
            {
                if (!repeatable)
                {
                    return _text.Refuse<PatternNode>("repetition operator missing expression");
                }

                if (Repetition(parts[^1]) is not { } repeated)
                {
                    return null;
                }

                if (_nesting + ++repetitions > MaxNesting)
                {
                    return _text.Refuse<PatternNode>($"exceeds the maximum number of nested parts ({MaxNesting})");
                }

                parts[^1] = repeated;
                continue;
            }

            repetitions = 0;
            if (One(out repeatable) is not { } part)
            {
                return null;
            }

            parts.Add(part);
        }

        return parts.Count == 1 ? parts[0] : new SequencePattern(parts);
    }

    private PatternNode? One(out bool repeatable)
    {
        repeatable = true;
        switch (_text.Current)
        {
            case '(':
                return Group(out repeatable);
            case '[':
                return _classes.Class() is { } set ? new BytePattern(set) : null;
            case '\\':
                return new EscapeParser(_text).Read() is { } escape ? Escaped(escape) : null;
            case '.':
                _text.Position++;
                var except = ByteClasses.Any.Except(ByteSet.Of((byte)'\n'));
                return new BytePattern(
                    _text.Has(PatternFlags.DotIsAll) ? ByteClasses.Any
                    : _text.Has(PatternFlags.Crlf) ? except.Except(ByteSet.Of((byte)'\r'))
                    : except
                );
            case '^':
                _text.Position++;
                return new PlacePattern(
                    !_text.Has(PatternFlags.Lines) ? Place.TextStart
                    : _text.Has(PatternFlags.Crlf) ? Place.CrlfLineStart
                    : Place.LineStart
                );
            case '$':
                _text.Position++;
                return new PlacePattern(
                    !_text.Has(PatternFlags.Lines) ? Place.TextEnd
                    : _text.Has(PatternFlags.Crlf) ? Place.CrlfLineEnd
                    : Place.LineEnd
                );
            default:
                return Bytes(Encoding.UTF8.GetBytes(_text.TakeRune().ToString()));
        }
    }

    private PatternNode Escaped(PatternEscape escape) =>
        escape switch
        {
            { Place: { } place } => new PlacePattern(place),
            { Set: { } set } => new BytePattern(set),
            _ => Bytes(escape.Bytes),
        };

    private PatternNode Bytes(byte[] bytes)
    {
        PatternNode[] parts =
        [
            .. bytes.Select(value => new BytePattern(_text.Has(PatternFlags.IgnoreCase) ? ByteSet.Of(value).FoldCase() : ByteSet.Of(value))),
        ];
        return parts.Length == 1 ? parts[0] : new SequencePattern(parts);
    }

    private RepeatedPattern? Repetition(PatternNode part)
    {
        var sign = _text.Current;
        (int, int?)? count = sign switch
        {
            '*' => (0, null),
            '+' => (1, null),
            '?' => (0, 1),
            _ => Count(),
        };
        if (count is not var (minimum, maximum) || _text.Error is not null)
        {
            return null;
        }

        // The brace or the sign, and the question mark of a lazy one.
        if (_text.Advance() && _text.Current == '?')
        {
            _text.Position++;
        }

        return new RepeatedPattern(part, minimum, maximum);
    }

    private (int, int?)? Count()
    {
        var start = _text.Position;
        var minimum = _text.Advance() ? Decimal() : null;
        int? maximum = minimum;
        if (_text.Error is null && _text.Current == ',')
        {
            maximum = _text.Advance() && _text.Current != '}' ? Decimal() : null;
        }

        if (_text.Error is null && _text.Current != '}')
        {
            _text.Refuse<string>(
                _text.AtEnd || minimum is not null ? $"unclosed counted repetition {_text.Text[start..]}" : "repetition quantifier expects a valid decimal"
            );
        }
        else if (minimum > maximum)
        {
            _text.Refuse<string>("invalid repetition count range, the start must be <= the end");
        }

        return _text.Error is null ? (minimum!.Value, maximum) : null;
    }

    // Blanks around a count's numbers are passed over, whatever the flags.
    private int? Decimal()
    {
        SkipWhiteSpace();
        var start = _text.Position;
        while (char.IsAsciiDigit(_text.Current))
        {
            _text.Position++;
        }

        var digits = _text.Text.AsSpan(start, _text.Position - start);
        SkipWhiteSpace();
        _text.SkipBlanks();
        if (uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return (int)Math.Min(value, int.MaxValue);
        }

        _text.Refuse<string>("repetition quantifier expects a valid decimal");
        return null;
    }

    private void SkipWhiteSpace()
    {
        while (!_text.AtEnd && char.IsWhiteSpace(_text.Current))
        {
            _text.Position++;
        }
    }

    private PatternNode? Group(out bool repeatable)
    {
        var flags = _text.Flags;
        repeatable = true;
        _text.Advance();
        if (_text.Take("?=") || _text.Take("?!") || _text.Take("?<=") || _text.Take("?<!"))
        {
            return _text.Refuse<PatternNode>("look-around, including look-ahead and look-behind, is not supported");
        }

        if (_text.Take("?P<") || _text.Take("?<"))
        {
            if (!Name())
            {
                return null;
            }
        }
        else if (_text.Take("?"))
        {
            var any = _text.Current != ')';
            if (new FlagParser(_text).Read() is not { } changed)
            {
                return null;
            }

            var alone = _text.Current == ')';
            _text.Position++;
            _text.Flags = changed;
            if (alone)
            {
                repeatable = false;
                return any ? new EmptyPattern() : _text.Refuse<PatternNode>("repetition operator missing expression");
            }
        }

        var inner = Alternatives();
        if (inner is not null && !_text.Take(")"))
        {
            inner = _text.Refuse<PatternNode>("unclosed group");
        }

        _text.Flags = flags;
        return inner;
    }

    private bool Name()
    {
        var start = _text.Position;
        while (!_text.AtEnd && _text.Current != '>')
        {
            var first = _text.Position == start;
            var rune = _text.TakeRune();
            if (!(rune.Value == '_' || Rune.IsLetter(rune) || (!first && (Rune.IsLetterOrDigit(rune) || rune.Value is '.' or '[' or ']'))))
            {
                _text.Refuse<string>("invalid capture group character");
                return false;
            }
        }

        var name = _text.Text[start..Math.Min(_text.Position, _text.Text.Length)];
        if (!_text.Take(">"))
        {
            _text.Refuse<string>("unclosed capture group name");
        }
        else if (name.Length == 0)
        {
            _text.Refuse<string>("empty capture group name");
        }
        else if (!_names.Add(name))
        {
            _text.Refuse<string>($"duplicate capture group name {name}");
        }

        return _text.Error is null;
    }
}
