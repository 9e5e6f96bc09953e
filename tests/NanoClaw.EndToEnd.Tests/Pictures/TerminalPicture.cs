using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NanoClaw.EndToEnd.Tests.Pictures;

/// <summary>A screen as a picture for the documents: text in an SVG, so that it is sharp, small and can be searched.</summary>
internal static partial class TerminalPicture
{
    private const double CellWidth = 8.4;
    private const int CellHeight = 19;
    private const int Margin = 18;

    // Browsers join blanks, whatever an SVG says of them; these they keep.
    private const char KeptBlank = '\u00A0';

    private const string Text = "#d6deeb";
    private const string Ground = "#101827";

    // The 16 colours of a dark terminal, readable on the ground.
    private static readonly string[] Colours =
    [
        "#5c6773",
        "#ff8080",
        "#7fd88f",
        "#ffd580",
        "#82aaff",
        "#d6a0ff",
        "#7fdbe0",
        "#d6deeb",
        "#93a1b5",
        "#ff9f9f",
        "#a5e8b2",
        "#ffe3a3",
        "#9ec1ff",
        "#e3bfff",
        "#a6ebee",
        "#ffffff",
    ];

    /// <param name="title">What it is a picture of, for who does not see it.</param>
    /// <param name="screen">What it shows.</param>
    /// <param name="width">The terminal's columns.</param>
    public static string Of(string title, TerminalScreen screen, int width)
    {
        var rows = screen.Rows;
        var (wide, high) = ((width * CellWidth) + (2 * Margin), (rows.Count * CellHeight) + (2 * Margin));
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:0} {high}" width="{wide:0}" height="{high}" role="img" aria-label="{title}">
            <title>{title}</title>
            <rect width="100%" height="100%" rx="10" fill="{Ground}"/>
            <g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="{Text}">

            """
        );
        foreach (var (index, row) in rows.Index().Where(row => row.Item.Count > 0))
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text y=\"{Margin + ((index + 1) * CellHeight) - 5}\">");
            foreach (var (column, run) in Runs(row))
            {
                var text = string.Concat(run.Select(cell => cell.Character));
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<tspan x=\"{Margin + (column * CellWidth):0.#}\" textLength=\"{run.Count * CellWidth:0.#}\" lengthAdjust=\"spacingAndGlyphs\"{Style(run[0])}>{Escaped(text)}</tspan>"
                );
            }

            svg.Append("</text>\n");
        }

        return svg.Append("</g>\n</svg>\n").ToString();
    }

    /// <summary>The rows of text in a picture that was made so.</summary>
    public static IReadOnlyList<string> RowsOf(string svg) =>
        [
            .. XDocument
                .Parse(svg, LoadOptions.PreserveWhitespace)
                .Descendants()
                .Where(element => element.Name.LocalName == "text")
                .Select(element => element.Value.Replace(KeptBlank, ' ')),
        ];

    /// <summary>What stays the same from one run to the next: no number, no width that hangs on one, no empty row.</summary>
    public static IReadOnlyList<string> Structure(IEnumerable<string> rows)
    {
        List<string> structure = [];
        foreach (var row in rows.Select(row => Line().Replace(Blanks().Replace(Number().Replace(row, "0"), " "), "─").Trim()).Where(row => row.Length > 0))
        {
            // What is typed before the program reads, the terminal shows by itself, and the program once more.
            if (structure.LastOrDefault()?.EndsWith($"> {row}", StringComparison.Ordinal) is not true)
            {
                structure.Add(row);
            }
        }

        return structure;
    }

    private static string Style(Cell cell) =>
        (cell.Colour is >= 0 and < 16 ? $" fill=\"{Colours[cell.Colour]}\"" : "") + (cell.IsBold ? " font-weight=\"bold\"" : "");

    /// <summary>Neighbours of one look, blanks at either end left out.</summary>
    private static IEnumerable<(int Column, List<Cell> Cells)> Runs(IReadOnlyList<Cell> row)
    {
        for (var start = 0; start < row.Count; )
        {
            var end = start + 1;
            while (end < row.Count && (row[end].Colour, row[end].IsBold) == (row[start].Colour, row[start].IsBold))
            {
                end++;
            }

            yield return (start, [.. row.Skip(start).Take(end - start)]);
            start = end;
        }
    }

    private static string Escaped(string text) =>
        text.Replace(' ', KeptBlank)
            .Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("\"", "&quot;", StringComparison.Ordinal);

    [GeneratedRegex(@"task-[0-9a-f]+|\d+([.:]\d+)*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();

    [GeneratedRegex(" +", RegexOptions.None, 1000)]
    private static partial Regex Blanks();

    [GeneratedRegex("─+", RegexOptions.None, 1000)]
    private static partial Regex Line();
}
