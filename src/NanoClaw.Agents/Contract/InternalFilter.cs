using System.Text;

namespace NanoClaw.Agents;

/// <summary>
/// Cuts <c>&lt;internal&gt;...&lt;/internal&gt;</c>, what the agent says to itself, out of a text that arrives in pieces.
/// A tag may be split anywhere and be written in any case, blocks may be nested, one that is never closed swallows the
/// rest, and a tag that only comes about by cutting a block out of its middle counts too: what is meant to stay inside
/// does not leave. The Worker's filter keeps the same rule, tested against the same cases.
/// </summary>
public sealed class InternalFilter
{
    private const string Open = "<internal>";
    private const string Close = "</internal>";

    /// <summary>
    /// Outside a block: beginnings of a tag that stand one after the other, by length. The last goes on; those before
    /// it may go on where it turns out to open a block, which is cut.
    /// </summary>
    private readonly List<int> _begun = [];

    /// <summary>The characters of the beginnings, as they were written.</summary>
    private readonly StringBuilder _held = new();

    private int _depth;

    // Inside a block: how much of either tag the latest characters are.
    private int _opening;
    private int _closing;

    /// <summary>What of a whole text may be seen; not trimmed.</summary>
    /// <param name="text">The text.</param>
    public static string Cut(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.Contains('<', StringComparison.Ordinal))
        {
            return text;
        }

        var filter = new InternalFilter();
        return filter.Write(text) + filter.End();
    }

    /// <summary>What may be seen of this piece and of what was held back before it.</summary>
    /// <param name="piece">The next piece of the text.</param>
    public string Write(string piece)
    {
        ArgumentNullException.ThrowIfNull(piece);
        var seen = new StringBuilder(piece.Length);
        for (var at = 0; at < piece.Length; at++)
        {
            if (_depth > 0)
            {
                Inside(piece[at]);
                continue;
            }

            if (_held.Length == 0)
            {
                // Most of a text is no tag: on to where one may begin.
                var next = piece.IndexOf('<', at);
                if (next < 0)
                {
                    return seen.Append(piece, at, piece.Length - at).ToString();
                }

                seen.Append(piece, at, next - at);
                at = next;
            }

            Outside(piece[at], seen);
        }

        return seen.ToString();
    }

    /// <summary>What was held back, now that nothing more can make a tag of it. The next text begins afresh.</summary>
    public string End()
    {
        var rest = _held.ToString();
        _held.Clear();
        _begun.Clear();
        (_depth, _opening, _closing) = (0, 0, 0);
        return rest;
    }

    private void Outside(char character, StringBuilder seen)
    {
        if (_begun.Count > 0 && Is(character, Open[_begun[^1]]))
        {
            _held.Append(character);
            if (++_begun[^1] == Open.Length)
            {
                _held.Length -= Open.Length;
                _begun.RemoveAt(_begun.Count - 1);
                (_depth, _opening, _closing) = (1, 0, 0);
            }
        }
        else if (character == '<')
        {
            _held.Append(character);
            _begun.Add(1);
        }
        else
        {
            seen.Append(_held).Append(character);
            _held.Clear();
            _begun.Clear();
        }
    }

    private void Inside(char character)
    {
        _opening = Next(Open, _opening, character);
        _closing = Next(Close, _closing, character);
        if (_opening == Open.Length)
        {
            _depth++;
            (_opening, _closing) = (0, 0);
        }
        else if (_closing == Close.Length)
        {
            _depth--;
            (_opening, _closing) = (0, 0);
        }
    }

    private static int Next(string tag, int matched, char character) =>
        Is(character, tag[matched]) ? matched + 1
        : character == '<' ? 1
        : 0;

    /// <summary>In any case, and of ASCII alone: no other letter is part of a tag, whatever it becomes in lower case.</summary>
    private static bool Is(char character, char of) => character == of || (char.IsAsciiLetterUpper(character) && (char)(character | 0x20) == of);
}
