using System.Globalization;
using System.Text;
using Spectre.Console;

namespace NanoClaw.Chatting;

/// <summary>
/// A terminal whose last row is the prompt, and above it everything that was said. Text that is still growing is
/// written on from where it ended; the cursor never moves by more than that one row, so that scrolling, copying and a
/// resized window stay the terminal's own.
/// </summary>
public sealed class LiveScreen(TextWriter output, Func<int> width, Colours colours)
{
    private const string EraseRow = "\r\e[K";
    private const string UpOneRow = "\e[A";

    private readonly StringBuilder _waiting = new();

    // Where the growing text ended, while the prompt is below it; 0: it goes on at the prompt's own row.
    private int _column;

    // It ended with its row, whose end the prompt needed already: a line's end that follows adds nothing.
    private bool _isRowFull;

    /// <summary>
    /// Shows a prompt with what has been typed, below all that was written before it; of a line too long for the row,
    /// the part around the cursor.
    /// </summary>
    /// <param name="prompt">The prompt, shorter than a row.</param>
    /// <param name="line">What has been typed.</param>
    /// <param name="cursor">The cursor's place in it.</param>
    public void ShowPrompt(string prompt, string line, int cursor)
    {
        // All at once: a terminal that draws in between would flicker.
        output.Write(_waiting.Append(EraseRow).Append(PromptRow(prompt, line, cursor)));
        output.Flush();
        _waiting.Clear();
    }

    /// <summary>Writes whole lines above the prompt; growing text, if any, goes on below them.</summary>
    public void WriteLine(string text)
    {
        EndGrowing();
        _waiting.Append(EraseRow).Append(text).Append('\n');
    }

    /// <summary>Adds to the text that grows.</summary>
    /// <param name="text">What is new.</param>
    /// <param name="paint">Its colour.</param>
    public void Grow(string text, Func<string, string>? paint = null)
    {
        if (_isRowFull && text.StartsWith('\n'))
        {
            (text, _isRowFull) = (text[1..], false);
        }

        if (text.Length == 0)
        {
            return;
        }

        var back = _column > 0 ? $"{UpOneRow}\e[{_column + 1}G" : "";
        var row = Math.Max(1, width());
        var cells = CellsAfter(_column, text, row);
        _isRowFull = cells == row;
        _column = _isRowFull ? 0 : cells;
        _waiting.Append(EraseRow).Append(back).Append(paint?.Invoke(text) ?? text).Append(cells > 0 ? "\n" : "");
    }

    /// <summary>The growing text has ended: what comes next begins a row.</summary>
    public void EndGrowing() => (_column, _isRowFull) = (0, false);

    /// <summary>How much of the last row is taken. What is two cells wide and does not fit leaves the last cell empty.</summary>
    private static int CellsAfter(int from, string text, int row)
    {
        var lastLine = text.LastIndexOf('\n');
        return Elements(text[(lastLine + 1)..])
            .Select(CellsOf)
            .Aggregate(lastLine < 0 ? from : 0, (taken, cells) => taken + cells > row ? Math.Min(cells, row) : taken + cells);
    }

    private string PromptRow(string prompt, string line, int cursor)
    {
        var indent = Elements(prompt).Sum(CellsOf);
        var room = Math.Max(1, width() - indent - 1);
        var start = 0;
        var before = Elements(line[..cursor]).ToList();
        var cells = before.Sum(CellsOf);
        while (cells >= room && start < before.Count)
        {
            cells -= CellsOf(before[start++]);
        }

        var shown = new StringBuilder();
        var used = 0;
        foreach (var element in before.Skip(start).Concat(Elements(line[cursor..])))
        {
            used += CellsOf(element);
            if (used > room)
            {
                break;
            }

            shown.Append(element);
        }

        return $"{colours.Blue(prompt)}{shown}\e[{indent + cells + 1}G";
    }

    private static int CellsOf(string element) => element.GetCellWidth();

    private static IEnumerable<string> Elements(string text)
    {
        for (var at = 0; at < text.Length; )
        {
            var length = StringInfo.GetNextTextElementLength(text, at);
            yield return text.Substring(at, length);
            at += length;
        }
    }
}
