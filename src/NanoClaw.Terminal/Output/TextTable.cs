using Spectre.Console;

namespace NanoClaw.Terminal.Output;

/// <summary>Rows under headings: on a terminal the last column fits the width, in a pipe nothing is broken.</summary>
public sealed class TextTable(params IReadOnlyList<string> headings)
{
    private const string Gap = "  ";
    private const string Nothing = "-";

    /// <summary>What a terminal too narrow for the whole columns leaves the last one.</summary>
    private const int Legible = 20;

    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row; what comes from chats is made safe here, and an empty cell is shown as a dash.</summary>
    public void Add(params IReadOnlyList<string?> cells) => _rows.Add([.. cells.Select(Cell)]);

    public void Write(CliContext context)
    {
        if (context.OutputIsTerminal)
        {
            var screen = context.Screen();

            // Of a table that has less room than its whole columns need, nothing at all would be shown: the terminal breaks its lines instead.
            screen.Profile.Width = Math.Max(screen.Profile.Width, LeastWidth());
            screen.Write(ForTerminal());
        }
        else
        {
            WriteAligned(context.Out);
        }
    }

    private Table ForTerminal()
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = true };
        foreach (var heading in headings)
        {
            var isLast = table.Columns.Count == headings.Count - 1;
            // Ids and times stay whole; what may be long is in the last column, and gets the lines it needs.
            table.AddColumn(
                new TableColumn(new Text(heading, new Style(decoration: Decoration.Bold)))
                {
                    Padding = new Padding(0, 0, isLast ? 0 : Gap.Length, 0),
                    NoWrap = !isLast,
                }
            );
        }

        foreach (var row in _rows)
        {
            table.AddRow(row.Select(cell => (Spectre.Console.Rendering.IRenderable)new Text(cell)));
        }

        return table;
    }

    private int LeastWidth()
    {
        string[][] lines =
        [
            [.. headings],
            .. _rows,
        ];
        var widths = Enumerable.Range(0, headings.Count).Select(column => lines.Max(line => line[column].GetCellWidth())).ToArray();
        return widths[..^1].Sum(width => width + Gap.Length) + Math.Min(widths[^1], Legible);
    }

    private void WriteAligned(TextWriter output)
    {
        string[][] lines =
        [
            [.. headings],
            .. _rows,
        ];
        var widths = Enumerable.Range(0, headings.Count).Select(column => lines.Max(line => line[column].Length)).ToArray();
        foreach (var line in lines)
        {
            output.WriteLine(string.Join(Gap, line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    private static string Cell(string? text) => string.IsNullOrWhiteSpace(text) ? Nothing : OneLine.Of(text);
}
