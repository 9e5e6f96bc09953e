using System.Globalization;
using System.Text;

namespace NanoClaw.Cli.Tests.Chatting;

/// <summary>A terminal as far as the chat uses one: rows that wrap, one row up, a column, an erased rest of a row.</summary>
internal sealed class TinyTerminal(int width) : TextWriter
{
    /// <summary>The second cell of a wide character.</summary>
    private const char Rest = '\0';

    private readonly List<StringBuilder> rows = [new()];
    private int row;
    private int column;
    private bool wraps;

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>What one sees, without spaces at the ends of rows.</summary>
    public string Screen => string.Join('\n', rows.Select(text => text.ToString().Replace(Rest.ToString(), "", StringComparison.Ordinal).TrimEnd())).TrimEnd('\n');

    public (int Row, int Column) Cursor => (row, column);

    public override void Write(StringBuilder? value) => Write(value?.ToString());

    public override void Write(string? value)
    {
        for (var at = 0; at < (value?.Length ?? 0); at++)
        {
            if (value![at] != '\e')
            {
                Write(value[at]);
                continue;
            }

            var end = at + 2;
            while (!char.IsAsciiLetter(value[end]))
            {
                end++;
            }

            Obey(value[end], value[(at + 2)..end]);
            at = end;
        }
    }

    public override void Write(char value)
    {
        switch (value)
        {
            case '\r':
                (column, wraps) = (0, false);
                break;
            case '\n':
                NextRow();
                break;
            default:
                var isWide = value >= '\u2E80' && value != '\uFFFD';
                if (wraps || (isWide && column == width - 1))
                {
                    NextRow();
                }

                if (column < rows[row].Length && rows[row][column] == Rest)
                {
                    // Half of a character is none.
                    rows[row][column - 1] = ' ';
                }

                Put(value);
                if (isWide)
                {
                    Put(Rest);
                }

                break;
        }
    }

    private void Put(char value)
    {
        var text = rows[row];
        text.Append(' ', Math.Max(0, column + 1 - text.Length));
        text[column] = value;
        wraps = column == width - 1;
        column += wraps ? 0 : 1;
    }

    private void NextRow()
    {
        (column, wraps) = (0, false);
        if (++row == rows.Count)
        {
            rows.Add(new StringBuilder());
        }
    }

    private void Obey(char command, string argument)
    {
        wraps = false;
        switch (command)
        {
            case 'A':
                row -= 1;
                break;
            case 'G':
                column = int.Parse(argument, CultureInfo.InvariantCulture) - 1;
                break;
            case 'K':
                rows[row].Length = Math.Min(rows[row].Length, column);
                break;
            case 'm':
                break;
            default:
                throw new NotSupportedException($"{argument}{command}");
        }
    }
}
