using System.Globalization;
using System.Text;

namespace NanoClaw.Cli.Tests.Chatting;

/// <summary>A terminal as far as the chat uses one: rows that wrap, one row up, a column, an erased rest of a row.</summary>
internal sealed class TinyTerminal(int width) : TextWriter
{
    /// <summary>The second cell of a wide character.</summary>
    private const char Rest = '\0';

    private readonly List<StringBuilder> _rows = [new()];
    private int _row;
    private int _column;
    private bool _wraps;

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>What one sees, without spaces at the ends of rows.</summary>
    public string Screen =>
        string.Join('\n', _rows.Select(text => text.ToString().Replace(Rest.ToString(), "", StringComparison.Ordinal).TrimEnd())).TrimEnd('\n');

    public (int Row, int Column) Cursor => (_row, _column);

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
                (_column, _wraps) = (0, false);
                break;
            case '\n':
                NextRow();
                break;
            default:
                var isWide = value >= '\u2E80' && value != '\uFFFD';
                if (_wraps || (isWide && _column == width - 1))
                {
                    NextRow();
                }

                if (_column < _rows[_row].Length && _rows[_row][_column] == Rest)
                {
                    // Half of a character is none.
                    _rows[_row][_column - 1] = ' ';
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
        var text = _rows[_row];
        text.Append(' ', Math.Max(0, _column + 1 - text.Length));
        text[_column] = value;
        _wraps = _column == width - 1;
        _column += _wraps ? 0 : 1;
    }

    private void NextRow()
    {
        (_column, _wraps) = (0, false);
        if (++_row == _rows.Count)
        {
            _rows.Add(new StringBuilder());
        }
    }

    private void Obey(char command, string argument)
    {
        _wraps = false;
        switch (command)
        {
            case 'A':
                _row -= 1;
                break;
            case 'G':
                _column = int.Parse(argument, CultureInfo.InvariantCulture) - 1;
                break;
            case 'K':
                _rows[_row].Length = Math.Min(_rows[_row].Length, _column);
                break;
            case 'm':
                break;
            default:
                throw new NotSupportedException($"{argument}{command}");
        }
    }
}
