using System.Globalization;

namespace NanoClaw.Chatting;

/// <summary>One line being typed: what the keys do to it. The keys are those of most shells.</summary>
public sealed class LineEditor
{
    private const int Remembered = 200;

    private readonly List<string> _earlier = [];
    private int _shown;
    private string _draft = "";

    public string Text { get; private set; } = "";

    /// <summary>Where the next character goes, in UTF-16 units.</summary>
    public int Cursor { get; private set; }

    /// <summary>Takes a key.</summary>
    /// <returns>What the key means beyond the line.</returns>
    public LineKey Apply(ConsoleKeyInfo key)
    {
        var hasControl = key.Modifiers.HasFlag(ConsoleModifiers.Control);
        switch (key.Key)
        {
            case ConsoleKey.Enter:
                return LineKey.Enter;
            case ConsoleKey.D when hasControl:
                if (Text.Length == 0)
                {
                    return LineKey.End;
                }

                Remove(Cursor, Next());
                break;
            case ConsoleKey.LeftArrow or ConsoleKey.B when key.Key is ConsoleKey.LeftArrow || hasControl:
                Cursor = Previous();
                break;
            case ConsoleKey.RightArrow or ConsoleKey.F when key.Key is ConsoleKey.RightArrow || hasControl:
                Cursor = Next();
                break;
            case ConsoleKey.Home or ConsoleKey.A when key.Key is ConsoleKey.Home || hasControl:
                Cursor = 0;
                break;
            case ConsoleKey.End or ConsoleKey.E when key.Key is ConsoleKey.End || hasControl:
                Cursor = Text.Length;
                break;
            case ConsoleKey.Backspace:
            case ConsoleKey.H when hasControl:
                Remove(Previous(), Cursor);
                break;
            case ConsoleKey.Delete:
                Remove(Cursor, Next());
                break;
            case ConsoleKey.U when hasControl:
                Remove(0, Cursor);
                break;
            case ConsoleKey.K when hasControl:
                Remove(Cursor, Text.Length);
                break;
            case ConsoleKey.W when hasControl:
                Remove(StartOfWord(), Cursor);
                break;
            case ConsoleKey.UpArrow:
            case ConsoleKey.P when hasControl:
                Recall(_shown - 1);
                break;
            case ConsoleKey.DownArrow:
            case ConsoleKey.N when hasControl:
                Recall(_shown + 1);
                break;
            default:
                Type(key.KeyChar);
                break;
        }

        return LineKey.Edited;
    }

    /// <summary>Hands the line over and begins another.</summary>
    public string Take()
    {
        var text = Text;
        if (text.Trim().Length > 0 && (_earlier.Count == 0 || _earlier[^1] != text))
        {
            _earlier.Add(text);
            if (_earlier.Count > Remembered)
            {
                _earlier.RemoveAt(0);
            }
        }

        (_shown, _draft) = (_earlier.Count, "");
        Set("");
        return text;
    }

    private void Type(char character)
    {
        // A tab is typed, or pasted, as a space: no column moves by more than its width.
        var typed = character == '\t' ? ' ' : character;
        if (typed != '\0' && !char.IsControl(typed))
        {
            Text = Text.Insert(Cursor++, typed.ToString());
        }
    }

    private void Remove(int from, int to)
    {
        Text = Text.Remove(from, to - from);
        Cursor = from;
    }

    private void Recall(int index)
    {
        if (index < 0 || index > _earlier.Count)
        {
            return;
        }

        if (_shown == _earlier.Count)
        {
            _draft = Text;
        }

        _shown = index;
        Set(index == _earlier.Count ? _draft : _earlier[index]);
    }

    private void Set(string text) => (Text, Cursor) = (text, text.Length);

    private int Next() => Cursor == Text.Length ? Cursor : Cursor + StringInfo.GetNextTextElementLength(Text, Cursor);

    private int Previous()
    {
        var previous = 0;
        for (var at = 0; at < Cursor; at += StringInfo.GetNextTextElementLength(Text, at))
        {
            previous = at;
        }

        return previous;
    }

    private int StartOfWord()
    {
        var at = Cursor;
        while (at > 0 && Text[at - 1] == ' ')
        {
            at--;
        }

        while (at > 0 && Text[at - 1] != ' ')
        {
            at--;
        }

        return at;
    }
}

/// <summary>What a key means beyond its line.</summary>
public enum LineKey
{
    Edited,
    Enter,

    /// <summary>Ctrl-D on an empty line.</summary>
    End,
}
