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

    private readonly StringBuilder output = new();
    private readonly StringBuilder word = new();
    private int wordCells;
    private int column;
    private int hang;
    private int blanks;
    private int writtenBlanks;
    private bool isBegun;
    private bool isGlued;

    /// <summary>The whole text, broken.</summary>
    public static string Wrap(string text, int width)
    {
        var flow = new WordFlow(() => width);
        return flow.Append(text);
    }

    /// <summary>Takes more of the text, and gives what may be written of it.</summary>
    public string Append(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var length = text[at] == '\e' ? EscapeLength(text, at) : StringInfo.GetNextTextElementLength(text, at);
            Take(text.Substring(at, length));
            at += length;
        }

        if (!holds || MayBeSeen())
        {
            isGlued = EndWord() && blanks == 0;
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
        word.Length > 0 && column + blanks + wordCells + LongestRest <= width() && word.ToString() is var begun
        && !begun.StartsWith("http", StringComparison.OrdinalIgnoreCase) && !"http".StartsWith(begun, StringComparison.OrdinalIgnoreCase);

    private void Take(string element)
    {
        switch (element[0])
        {
            case '\n' or '\r':
                EndWord();
                output.Append(element);
                (column, hang, blanks, writtenBlanks, isBegun, isGlued) = (0, 0, 0, 0, false, false);
                break;
            case ' ' or '\t':
                EndWord();
                blanks += element[0] == '\t' ? Tab : 1;
                break;
            case '\e':
                word.Append(element);
                break;
            default:
                var cells = element.GetCellWidth();
                if (cells == 2 && wordCells > 0 && !IsClosing(element))
                {
                    EndWord();
                }

                word.Append(element);
                wordCells += cells;
                break;
        }
    }

    /// <returns>Whether there was one.</returns>
    private bool EndWord()
    {
        if (word.Length == 0)
        {
            return false;
        }

        var row = Math.Max(1, width());
        if (!isBegun)
        {
            hang = wordCells > 0 ? Bounded(blanks, row) : hang;
            isBegun = wordCells > 0;
            WriteBlanks();
        }
        else if (wordCells > 0)
        {
            var gap = blanks + writtenBlanks;
            if (column + blanks + wordCells > row && column > hang && !(isGlued && gap == 0))
            {
                output.Append('\n').Append(' ', hang);
                (column, blanks) = (hang, 0);
            }
            else if (gap >= 2)
            {
                hang = Bounded(column + blanks, row, hang + 2);
            }

            WriteBlanks();
        }

        var isMark = column <= hang && word.ToString() is "-" or "*" or "->";
        output.Append(word);
        column += wordCells;
        hang = isMark ? Bounded(column + 1, row, hang) : hang;
        word.Clear();
        (wordCells, writtenBlanks, isGlued) = (0, 0, false);
        return true;
    }

    private void WriteBlanks() => WriteBlanks(blanks);

    /// <summary>Those behind which the row ends wait for what follows: a word writes them or goes below, an end of the line needs none.</summary>
    private void WriteBlanksOfRow() => WriteBlanks(Math.Clamp(width() - column, 0, blanks));

    private void WriteBlanks(int count)
    {
        output.Append(' ', count);
        column += count;
        writtenBlanks += count;
        blanks -= count;
    }

    private string Taken()
    {
        var taken = output.ToString();
        output.Clear();
        return taken;
    }

    /// <summary>An indentation that leaves half of the row to the text; else the other, or none.</summary>
    private static int Bounded(int indentation, int row, int otherwise = 0) =>
        indentation <= row / 2 ? indentation : otherwise <= row / 4 ? otherwise : 0;

    private static bool IsClosing(string element) => Rune.GetUnicodeCategory(Rune.GetRuneAt(element, 0)) is UnicodeCategory.ClosePunctuation or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation;

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
