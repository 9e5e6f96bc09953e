using System.Text;

namespace NanoClaw.Cost.Charts;

/// <summary>The month in signs of a terminal: bars of Cloudflare's bill, the model's as points, the two lines, at any width.</summary>
/// <param name="signs">The signs.</param>
/// <param name="paint">Colours them; null: none.</param>
public sealed class TextChart(ChartSigns signs, Func<ChartPart, string, string>? paint = null)
{
    private const int Rows = 12;
    private const int AxisWidth = 9;
    private const string LegendGap = "   ";

    /// <summary>Below it there is no room for amounts beside the picture.</summary>
    private const int NarrowestWithAxis = 24;

    public IEnumerable<string> Lines(MonthCurve curve, int width)
    {
        ArgumentNullException.ThrowIfNull(curve);
        var axis = width < NarrowestWithAxis ? 0 : AxisWidth;
        var columns = Math.Max(1, width - axis);
        var cells = Draw(curve, columns);
        for (var row = Rows - 1; row >= 0; row--)
        {
            yield return (Label(curve, row, axis) + Row(cells, row, columns)).TrimEnd();
        }

        if (axis > 0)
        {
            yield return Paint(ChartPart.Axis, new string(' ', axis - 1) + signs.Corner + new string(signs.Floor, columns));
            yield return Paint(ChartPart.Axis, (new string(' ', axis) + Days(curve, columns)).TrimEnd());
        }
    }

    /// <summary>What each sign means, in as many lines as it needs.</summary>
    public IEnumerable<string> Legend(MonthCurve curve, int width)
    {
        ArgumentNullException.ThrowIfNull(curve);
        (char Sign, ChartPart Part, string Text)[] entries =
        [
            (signs.Bar, ChartPart.Cloudflare, "Cloudflare"),
            (signs.Point, ChartPart.Model, "model"),
            (signs.Projection, ChartPart.Projection, "by the end"),
            (signs.Line, ChartPart.SavingLine, FormattableString.Invariant($"saves from ${curve.SavingFromUsd:0.00}")),
            (signs.Line, ChartPart.LimitLine, FormattableString.Invariant($"limit ${curve.LimitUsd:0.00}")),
        ];
        var (line, length) = (new StringBuilder(), 0);
        foreach (var (sign, part, text) in entries)
        {
            if (length > 0 && length + LegendGap.Length + text.Length + 2 > width)
            {
                yield return line.ToString();
                (length, _) = (0, line.Clear());
            }

            line.Append(length > 0 ? LegendGap : "").Append(Paint(part, sign.ToString())).Append(' ').Append(text);
            length += (length > 0 ? LegendGap.Length : 0) + text.Length + 2;
        }

        yield return line.ToString();
    }

    private (char Sign, ChartPart Part)?[,] Draw(MonthCurve curve, int columns)
    {
        var cells = new (char, ChartPart)?[Rows, columns];
        for (var column = 0; column < columns; column++)
        {
            // A column shows its last moment: so the last one is the end of the month.
            var day = (column + 1) * (double)curve.Days / columns;
            cells[RowOf(curve.SavingFromUsd, curve), column] = (signs.Line, ChartPart.SavingLine);
            cells[RowOf(curve.LimitUsd, curve), column] = (signs.Line, ChartPart.LimitLine);
            // A month on a narrow screen has several days a column, and begun ones are shown.
            var isPast = day - ((double)curve.Days / columns) < curve.Elapsed;
            var cloudflare = At(curve.Cloudflare, curve.CloudflareAtEnd, curve, day, isPast);
            for (var row = 0; cloudflare > 0 && row <= RowOf(cloudflare, curve); row++)
            {
                cells[row, column] =
                    isPast ? (signs.Bar, ChartPart.Cloudflare)
                    : row == RowOf(cloudflare, curve) ? (signs.Projection, ChartPart.Projection)
                    : cells[row, column];
            }

            if (At(curve.Model, curve.ModelAtEnd, curve, day, isPast) is > 0 and var model)
            {
                cells[RowOf(model, curve), column] = isPast ? (signs.Point, ChartPart.Model) : (signs.Projection, ChartPart.Projection);
            }
        }

        return cells;
    }

    private static decimal At(IReadOnlyList<decimal> values, decimal end, MonthCurve curve, double day, bool isPast)
    {
        if (values.Count == 0)
        {
            return 0;
        }

        var last = values[^1];
        return isPast
            ? values[Math.Clamp((int)Math.Ceiling(day) - 1, 0, values.Count - 1)]
            : last + ((end - last) * (decimal)((day - curve.Elapsed) / Math.Max(curve.Days - curve.Elapsed, 0.001)));
    }

    private static int RowOf(decimal value, MonthCurve curve) => Math.Clamp((int)(value / curve.Top * Rows), 0, Rows - 1);

    private string Label(MonthCurve curve, int row, int axis)
    {
        if (axis == 0)
        {
            return "";
        }

        // The two lines tell their amounts; else every third row does.
        var amount =
            RowOf(curve.LimitUsd, curve) == row ? curve.LimitUsd
            : RowOf(curve.SavingFromUsd, curve) == row ? curve.SavingFromUsd
            : row % 3 == 0 ? row * curve.Top / Rows
            : (decimal?)null;
        var text =
            amount is null ? ""
            : amount >= 1000 ? FormattableString.Invariant($"${amount:0}")
            : FormattableString.Invariant($"${amount:0.00}");
        return Paint(ChartPart.Axis, text.PadLeft(axis - 2) + " " + signs.Wall);
    }

    private string Row((char Sign, ChartPart Part)?[,] cells, int row, int columns)
    {
        var line = new StringBuilder();
        for (var begin = 0; begin < columns; )
        {
            var end = begin;
            while (end < columns && cells[row, end]?.Part == cells[row, begin]?.Part)
            {
                end++;
            }

            var run = string.Concat(Enumerable.Range(begin, end - begin).Select(column => cells[row, column]?.Sign ?? ' '));
            line.Append(cells[row, begin] is { } cell ? Paint(cell.Part, run) : run);
            begin = end;
        }

        return line.ToString();
    }

    /// <summary>The days at their columns, as many as have room.</summary>
    private static string Days(MonthCurve curve, int columns)
    {
        var line = new StringBuilder(new string(' ', columns + 2));
        var free = 0;
        for (var day = 1; day <= curve.Days; day++)
        {
            var text = FormattableString.Invariant($"{curve.Begin.AddDays(day - 1).Day}");
            var at = (day - 1) * columns / curve.Days;
            if (at >= free && at + text.Length <= columns && (day == 1 || day % 5 == 0))
            {
                line.Remove(at, text.Length).Insert(at, text);
                free = at + text.Length + 1;
            }
        }

        return line.ToString();
    }

    private string Paint(ChartPart part, string text) => paint is null || string.IsNullOrWhiteSpace(text) ? text : paint(part, text);
}
