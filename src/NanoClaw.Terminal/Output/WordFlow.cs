using System.Globalization;
using System.Text;
using Spectre.Console;

namespace NanoClaw.Terminal.Output;

/// <summary>
/// Breaks text that comes in pieces at words, so that no line is wider than the terminal unless it is one word. What is
/// broken goes on below where its line's text began: past its indentation, its mark, or the last gap of its columns.
/// Signs that are two cells wide stand for themselves: scripts without blanks have them. Nothing but blanks at a break is lost.
/// </summary>
/// <param name="width">The cells of a row, asked anew for each line.</param>
/// <param name="holds">Whether the last word waits for the rest of it where a row may end in it, as in an answer that still grows.</param>
public sealed class WordFlow(Func<int> width, bool holds = false)
{
    /// <summary>What a tab is taken for.</summary>
    private const int Tab = 4;

    /// <summary>The cells that the rest of a word may need: where so many are free, its beginning is shown before its end is known.</summary>
    private const int LongestRest = 24;

    private readonly StringBuilder _output = new();
    private readonly StringBuilder _word = new();
    private int _wordCells;
    private int _column;
    private int _hang;
    private int _blanks;
    private int _writtenBlanks;
    private bool _isBegun;
    private bool _isGlued;

    /// <summary>The whole text, broken.</summary>
    public static string Wrap(string text, int width)
    {
        var flow = new WordFlow(() => width);
        return flow.Append(text);
    }

    /// <summary>Takes more of the text, and gives what may be written of it.</summary>
    public string Append(string text)
    {
        for (var at = 0; at < text.Length; )
        {
            var length = text[at] == '\e' ? EscapeLength(text, at) : StringInfo.GetNextTextElementLength(text, at);
            Take(text.Substring(at, length));
            at += length;
        }

        if (!holds || MayBeSeen())
        {
            _isGlued = EndWord() && _blanks == 0;
            WriteBlanksOfRow();
        }

        return Taken();
    }

    /// <summary>What is still held.</summary>
    public string Flush()
    {
        EndWord();
        WriteBlanksOfRow();
        return Taken();
    }

    /// <summary>An address may be of any length, and a word near the end of its row may have to go below.</summary>
    private bool MayBeSeen() =>
        _word.Length > 0
        && _column + _blanks + _wordCells + LongestRest <= width()
        && _word.ToString() is var begun
        && !begun.StartsWith("http", StringComparison.OrdinalIgnoreCase)
        && !"http".StartsWith(begun, StringComparison.OrdinalIgnoreCase);

    private void Take(string element)
    {
        switch (element[0])
        {
            case '\n' or '\r':
                EndWord();
                _output.Append(element);
                (_column, _hang, _blanks, _writtenBlanks, _isBegun, _isGlued) = (0, 0, 0, 0, false, false);
                break;
            case ' ' or '\t':
                EndWord();
                _blanks += element[0] == '\t' ? Tab : 1;
                break;
            case '\e':
                _word.Append(element);
                break;
            default:
                var cells = element.GetCellWidth();
                if (cells == 2 && _wordCells > 0 && !IsClosing(element))
                {
                    EndWord();
                }

                _word.Append(element);
                _wordCells += cells;
                break;
        }
    }

    /// <returns>Whether there was one.</returns>
    private bool EndWord()
    {
        if (_word.Length == 0)
        {
            return false;
        }

        var row = Math.Max(1, width());
        if (!_isBegun)
        {
            _hang = _wordCells > 0 ? Bounded(_blanks, row) : _hang;
            _isBegun = _wordCells > 0;
            WriteBlanks();
        }
        else if (_wordCells > 0)
        {
            var gap = _blanks + _writtenBlanks;
            if (_column + _blanks + _wordCells > row && _column > _hang && !(_isGlued && gap == 0))
            {
                _output.Append('\n').Append(' ', _hang);
                (_column, _blanks) = (_hang, 0);
            }
            else if (gap >= 2)
            {
                _hang = Bounded(_column + _blanks, row, _hang + 2);
            }

            WriteBlanks();
        }

        var isMark = _column <= _hang && _word.ToString() is "-" or "*" or "->";
        _output.Append(_word);
        _column += _wordCells;
        _hang = isMark ? Bounded(_column + 1, row, _hang) : _hang;
        _word.Clear();
        (_wordCells, _writtenBlanks, _isGlued) = (0, 0, false);
        return true;
    }

    private void WriteBlanks() => WriteBlanks(_blanks);

    /// <summary>Those behind which the row ends wait for what follows: a word writes them or goes below, an end of the line needs none.</summary>
    private void WriteBlanksOfRow() => WriteBlanks(Math.Clamp(width() - _column, 0, _blanks));

    private void WriteBlanks(int count)
    {
        _output.Append(' ', count);
        _column += count;
        _writtenBlanks += count;
        _blanks -= count;
    }

    private string Taken()
    {
        var taken = _output.ToString();
        _output.Clear();
        return taken;
    }

    /// <summary>An indentation that leaves half of the row to the text; else the other, or none.</summary>
    private static int Bounded(int indentation, int row, int otherwise = 0) =>
        indentation <= row / 2 ? indentation
        : otherwise <= row / 4 ? otherwise
        : 0;

    private static bool IsClosing(string element) =>
        Rune.GetUnicodeCategory(Rune.GetRuneAt(element, 0))
            is UnicodeCategory.ClosePunctuation
                or UnicodeCategory.FinalQuotePunctuation
                or UnicodeCategory.OtherPunctuation;

    /// <summary>An order to the terminal takes no cell and belongs to the word beside it.</summary>
    private static int EscapeLength(string text, int at)
    {
        var end = at + 1;
        if (end < text.Length && text[end] == '[')
        {
            end++;
            while (end < text.Length && text[end] is < '@' or > '~')
            {
                end++;
            }

            return Math.Min(end + 1, text.Length) - at;
        }

        return 1;
    }
}
