using NanoClaw.Cost.Charts;
using NanoClaw.Cost.Reports;
using NanoClaw.Terminal.Output;
using Spectre.Console;

namespace NanoClaw.Cli.Costing;

/// <summary>The answer as text: the sums, the month as a chart, one table, and what Cloudflare measured.</summary>
internal sealed class CostScreen(CliContext context)
{
    private const int WidestChart = 100;
    private const int WideTable = 100;
    private const int Utf8 = 65001;
    private const int Utf16 = 1200;

    private int Width => context.TerminalSize().Columns;

    private bool HasMoreThanAscii => context.Variable("TERM") != "dumb" && context.Out.Encoding.CodePage is Utf8 or Utf16;

    public void Show(CostAnswer answer, CostView view)
    {
        if (answer.WhatIf is { } assumed)
        {
            new WhatIfScreen(context, Say, Items).Show(assumed, answer.Month);
            return;
        }

        var month = answer.Month;
        Say(
            FormattableString.Invariant(
                $"The month of the bill from {month.From:yyyy-MM-dd} to {month.Until:yyyy-MM-dd}, counted until {month.At:yyyy-MM-dd HH:mm} UTC: {month.Runs:N0} {(month.Runs == 1 ? "run" : "runs")}, {month.Failed:N0} failed, {TimeSpan.FromMilliseconds(month.DurationMs).TotalMinutes:N0} min in all."
            )
        );
        Sums(month);
        Chart(month);
        context.Out.WriteLine();
        switch (view)
        {
            case CostView.Group:
                Groups(month);
                break;
            case CostView.Day:
                Days(month);
                break;
            default:
                Items(month.Items);
                break;
        }

        if (month.UnknownModels.Count > 0)
        {
            Say(
                $"The price of {string.Join(", ", month.UnknownModels.Select(model => model.Length == 0 ? "a model that runs did not name" : OneLine.Of(model)))} is not known: it counts as the dearest that is. MODEL_BUDGET_PRICES says what yours costs."
            );
        }

        if (answer.Measured is { } measured)
        {
            new MeasuredScreen(context, Say).Show(measured);
        }
    }

    private void Sums(CostReport month)
    {
        var table = new TextTable("", "SO FAR", "BY THE END");
        if (month.Billed)
        {
            table.Add(
                "Cloudflare",
                Amounts.Usd(month.Cloudflare.SoFarUsd),
                $"{Amounts.Usd(month.Cloudflare.ProjectedUsd)} (saves from {Amounts.Usd(month.SavingFromUsd)}, limit {Amounts.Usd(month.LimitUsd)})"
            );
        }
        else
        {
            table.Add("Cloudflare", Amounts.Usd(0), $"{Amounts.Usd(0)} (nothing is billed: Workers Free, or containers at home)");
        }

        table.Add("model", Amounts.Usd(month.Model.SoFarUsd), Amounts.Usd(month.Model.ProjectedUsd));
        table.Add(
            "together",
            Amounts.Usd(month.Cloudflare.SoFarUsd + month.Model.SoFarUsd),
            Amounts.Usd(month.Cloudflare.ProjectedUsd + month.Model.ProjectedUsd)
        );
        table.Write(context);
    }

    private void Chart(CostReport month)
    {
        var curve = MonthCurve.Of(month);
        var chart = new TextChart(HasMoreThanAscii ? ChartSigns.Unicode : ChartSigns.Ascii, Paint(context.OutputColours));
        context.Out.WriteLine();
        var width = Math.Min(Width - 1, WidestChart);
        foreach (var line in chart.Lines(curve, width).Concat(chart.Legend(curve, width)))
        {
            context.Out.WriteLine(line);
        }
    }

    private static Func<ChartPart, string, string>? Paint(Colours colours) =>
        colours.AreOn
            ? (part, text) =>
                part switch
                {
                    ChartPart.Cloudflare => colours.Blue(text),
                    ChartPart.Model => colours.Green(text),
                    ChartPart.SavingLine => colours.Yellow(text),
                    ChartPart.LimitLine => colours.Red(text),
                    _ => colours.Grey(text),
                }
            : null;

    /// <summary>With as many columns as the screen has room for.</summary>
    private void Items(IReadOnlyList<CostItem> items)
    {
        (string Heading, int Least, Func<CostItem, string> Cell)[] columns =
        [
            ("ITEM", 0, item => item.Bill is CostItem.OfModel ? $"{(item.Model is { Length: > 0 } ? item.Model : "model")}, {item.Item}" : item.Item),
            ("USED", 62, item => Amounts.Units(item.Used, item.Unit)),
            ("BY THE END", 84, item => Amounts.Units(item.Projected, item.Unit)),
            ("INCLUDED", 120, item => item.Included == 0 ? "" : Amounts.Units(item.Included, "")),
            ("PRICE", 100, item => Amounts.Price(item.UsdPerUnit)),
            ("SO FAR", 0, item => Amounts.Usd(item.SoFarUsd)),
            ("BY THE END", 0, item => Amounts.Usd(item.ProjectedUsd)),
        ];
        var shown = columns.Where(column => !context.OutputIsTerminal || Width >= column.Least).ToArray();
        var table = new TextTable([.. shown.Select(column => column.Heading)]);
        foreach (var item in items)
        {
            table.Add([.. shown.Select(column => column.Cell(item))]);
        }

        table.Write(context);
    }

    private void Groups(CostReport month)
    {
        var isWide = !context.OutputIsTerminal || Width >= WideTable;
        string[] tokenColumns = isWide ? ["FRESH", "CACHE READ", "WRITTEN", "OUTPUT"] : ["TOKENS"];
        var table = new TextTable(["GROUP", "RUNS", .. tokenColumns, "CLOUDFLARE", "MODEL"]);
        foreach (var group in month.Groups)
        {
            var tokens = group.Tokens;
            table.Add([
                group.GroupFolder,
                Amounts.Units(group.Runs, ""),
                .. (isWide ? [tokens.Fresh, tokens.CacheRead, tokens.CacheWrite, tokens.Output] : new[] { tokens.All }).Select(count =>
                    Amounts.Units(count, "")
                ),
                Amounts.Usd(group.CloudflareUsd),
                Amounts.Usd(group.ModelUsd),
            ]);
        }

        table.Write(context);
        if (month.Billed)
        {
            Say($"Cloudflare's part is what goes beyond the plan; the subscription of {Amounts.Usd(Pricing.PriceTable.SubscriptionUsd)} is for all.");
        }
    }

    private void Days(CostReport month)
    {
        var table = new TextTable("DAY", "RUNS", "TOKENS", "CLOUDFLARE", "MODEL", "SO FAR");
        foreach (var day in month.Days)
        {
            table.Add(
                day.Day.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
                Amounts.Units(day.Runs, ""),
                Amounts.Units(day.Tokens.All, ""),
                Amounts.Usd(day.CloudflareUsd),
                Amounts.Usd(day.ModelUsd),
                Amounts.Usd(day.CloudflareSoFarUsd + day.ModelSoFarUsd)
            );
        }

        table.Write(context);
    }

    /// <summary>Wraps at words on a screen, and not in a pipe.</summary>
    private void Say(string text) => (context.OutputIsTerminal ? context.Screen() : context.Terminal()).Write(new Text(text + "\n"));
}
