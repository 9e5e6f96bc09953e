using System.Globalization;

namespace NanoClaw.EndToEnd.Tests.Pictures;

/// <summary>What a terminal shows of what was written to it, all rows that there ever were.</summary>
internal sealed class TerminalScreen
{
    private readonly int _width;
    private readonly List<List<Cell>> _rows =
    [
        [],
    ];
    private int _row;
    private int _column;
    private int _colour = -1;
    private bool _isBold;

    private TerminalScreen(int width) => _width = width;

    /// <summary>The rows, without what is empty at their ends and below the last.</summary>
    public IReadOnlyList<IReadOnlyList<Cell>> Rows => [.. _rows.Select(Trimmed).Reverse().SkipWhile(row => row.Count == 0).Reverse()];

    public IEnumerable<string> Lines => Rows.Select(row => string.Concat(row.Select(cell => cell.Character)));

    public static TerminalScreen Of(string written, int width)
    {
        var screen = new TerminalScreen(width);
        for (var at = 0; at < written.Length; at++)
        {
            at = written[at] == '\e' ? screen.Obey(written, at + 1) : screen.Show(written[at], at);
        }

        return screen;
    }

    private static List<Cell> Trimmed(List<Cell> row) => [.. row.AsEnumerable().Reverse().SkipWhile(cell => cell.Character == ' ').Reverse()];

    private int Show(char character, int at)
    {
        switch (character)
        {
            case '\r':
                _column = 0;
                break;
            case '\n':
                Down();
                break;
            case '\b':
                _column = Math.Max(0, _column - 1);
                break;
            case >= ' ':
                if (_column == _width)
                {
                    _column = 0;
                    Down();
                }

                Put(new Cell(character, _colour, _isBold));
                break;
        }

        return at;
    }

    private void Put(Cell cell)
    {
        var row = _rows[_row];
        while (row.Count <= _column)
        {
            row.Add(Cell.Empty);
        }

        row[_column++] = cell;
    }

    private void Down()
    {
        if (++_row == _rows.Count)
        {
            _rows.Add([]);
        }
    }

    /// <returns>Where the sequence ends.</returns>
    private int Obey(string written, int at)
    {
        if (at == written.Length || written[at] != '[')
        {
            // Not all of it is written yet; or it is a mode of the keyboard.
            return at;
        }

        var end = at + 1;
        while (end < written.Length && !char.IsAsciiLetter(written[end]))
        {
            end++;
        }

        var argument = written[(at + 1)..end];
        if (end == written.Length || argument.StartsWith('?'))
        {
            return end;
        }

        var numbers = argument
            .Split(';')
            .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .ToArray();
        var count = Math.Max(1, numbers[0]);
        switch (written[end])
        {
            case 'A':
                _row = Math.Max(0, _row - count);
                break;
            case 'B':
                _row = Math.Min(_rows.Count - 1, _row + count);
                break;
            case 'C':
                _column = Math.Min(_width - 1, _column + count);
                break;
            case 'D':
                _column = Math.Max(0, _column - count);
                break;
            case 'G':
                _column = count - 1;
                break;
            case 'K':
                Erase();
                break;
            case 'J':
                Erase();
                _rows.RemoveRange(_row + 1, _rows.Count - _row - 1);
                break;
            case 'm':
                Colour(numbers);
                break;
            default:
                throw new NotSupportedException($"The terminal is told {argument}{written[end]}.");
        }

        return end;
    }

    private void Erase()
    {
        if (_rows[_row].Count > _column)
        {
            _rows[_row].RemoveRange(_column, _rows[_row].Count - _column);
        }
    }

    private void Colour(int[] numbers)
    {
        switch (numbers)
        {
            case [38, 5, var colour, ..]:
                _colour = colour;
                break;
            case [1, .. var rest]:
                _isBold = true;
                if (rest.Length > 0)
                {
                    Colour(rest);
                }

                break;
            case [>= 30 and <= 37 and var colour, ..]:
                _colour = colour - 30;
                break;
            case [>= 90 and <= 97 and var colour, ..]:
                _colour = colour - 82;
                break;
            case [2, ..]:
                _colour = 8;
                break;
            default:
                (_colour, _isBold) = (-1, false);
                break;
        }
    }
}
