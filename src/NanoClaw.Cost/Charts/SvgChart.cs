using System.Globalization;
using System.Text;
using System.Xml;

namespace NanoClaw.Cost.Charts;

/// <summary>The month as a picture for documents and browsers: light or dark as its reader has it, told in words to who does not see it.</summary>
public static class SvgChart
{
    private const string Svg = "http://www.w3.org/2000/svg";
    private const double Width = 720;
    private const double Height = 400;
    private const double Left = 64;
    private const double Right = 700;
    private const double UpperEdge = 84;
    private const double LowerEdge = 360;

    /// <summary>Every colour has at least 4.5 to 1 against its background.</summary>
    private const string Style = """

        svg { color-scheme: light dark; background: #ffffff; font: 13px system-ui, sans-serif; }
        .paper { fill: #ffffff; } text { fill: #1f2328; } .quiet { fill: #59636e; } .title { font-size: 16px; font-weight: 600; }
        .grid { stroke: #d1d9e0; } .cloudflare { stroke: #0550ae; } .cloudflare-area { fill: #0550ae; fill-opacity: .14; } .model { stroke: #8250df; }
        .saving { stroke: #9a6700; } .limit { stroke: #cf222e; } .saving-text { fill: #9a6700; } .limit-text { fill: #cf222e; }
        .line { fill: none; stroke-width: 2.5; stroke-linejoin: round; } .coming { stroke-dasharray: 3 5; } .bound { stroke-width: 2; stroke-dasharray: 9 5; }
        @media (prefers-color-scheme: dark) {
          svg { background: #0d1117; }
          .paper { fill: #0d1117; } text { fill: #f0f6fc; } .quiet { fill: #9198a1; }
          .grid { stroke: #3d444d; } .cloudflare { stroke: #58a6ff; } .cloudflare-area { fill: #58a6ff; fill-opacity: .18; } .model { stroke: #bc8cff; }
          .saving { stroke: #d29922; } .limit { stroke: #f85149; } .saving-text { fill: #d29922; } .limit-text { fill: #f85149; }
        }

        """;

    public static string Of(MonthCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        var text = new StringBuilder();
        using (
            var writer = XmlWriter.Create(
                text,
                new XmlWriterSettings
                {
                    Indent = true,
                    OmitXmlDeclaration = true,
                    NewLineChars = "\n",
                }
            )
        )
        {
            writer.WriteStartElement("svg", Svg);
            Attributes(
                writer,
                ("viewBox", Text($"0 0 {Width} {Height}")),
                ("width", Text($"{Width}")),
                ("height", Text($"{Height}")),
                ("role", "img"),
                ("aria-labelledby", "title desc")
            );
            Element(writer, "title", Text($"Cost of the month from {curve.Begin:yyyy-MM-dd}"), ("id", "title"));
            Element(writer, "desc", curve.Words, ("id", "desc"));
            Element(writer, "style", Style);
            Element(writer, "rect", null, ("class", "paper"), ("width", Text($"{Width}")), ("height", Text($"{Height}")));
            Element(writer, "text", Text($"Cost of the month from {curve.Begin:yyyy-MM-dd}, USD"), ("class", "title"), ("x", "20"), ("y", "30"));
            Legend(writer, curve);
            Axes(writer, curve);
            Bound(writer, curve, "saving", curve.SavingFromUsd, Text($"saves from ${curve.SavingFromUsd:0.##}"), isAtRight: false);
            Bound(writer, curve, "limit", curve.LimitUsd, Text($"limit ${curve.LimitUsd:0.##}"), isAtRight: true);
            Area(writer, curve);
            Series(writer, curve, "model", curve.Model, curve.ModelAtEnd, begin: 0);
            Series(
                writer,
                curve,
                "cloudflare",
                curve.Cloudflare,
                curve.CloudflareAtEnd,
                begin: curve.Cloudflare.Count == 0 ? 0 : Math.Min(curve.Cloudflare[0], Subscription(curve))
            );
            writer.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    // The bill begins with what is paid whatever is used.
    private static decimal Subscription(MonthCurve curve) => curve.CloudflareAtEnd > 0 ? Pricing.PriceTable.SubscriptionUsd : 0;

    private static void Legend(XmlWriter writer, MonthCurve curve)
    {
        Key(writer, 20, "cloudflare", Text($"Cloudflare ${curve.CloudflareSoFar:0.00} so far, ${curve.CloudflareAtEnd:0.00} by the end"));
        Key(writer, 370, "model", Text($"model ${curve.ModelSoFar:0.00} so far, ${curve.ModelAtEnd:0.00} by the end"));
    }

    private static void Key(XmlWriter writer, double x, string name, string text)
    {
        Element(writer, "path", null, ("class", $"line {name}"), ("d", Text($"M{x} 50h22")));
        Element(writer, "text", text, ("x", Text($"{x + 30}")), ("y", "55"));
    }

    private static void Axes(XmlWriter writer, MonthCurve curve)
    {
        foreach (var tick in curve.Ticks())
        {
            Element(writer, "path", null, ("class", "grid"), ("d", Text($"M{Left} {Y(curve, tick):0.##}H{Right}")));
            Element(
                writer,
                "text",
                Text($"${tick:0}"),
                ("class", "quiet"),
                ("x", Text($"{Left - 8}")),
                ("y", Text($"{Y(curve, tick) + 4:0.##}")),
                ("text-anchor", "end")
            );
        }

        for (var day = 1; day <= curve.Days; day += day == 1 ? 4 : 5)
        {
            Element(
                writer,
                "text",
                Text($"{curve.Begin.AddDays(day - 1).Day}"),
                ("class", "quiet"),
                ("x", Text($"{X(curve, day - 0.5):0.##}")),
                ("y", Text($"{LowerEdge + 22}")),
                ("text-anchor", "middle")
            );
        }
    }

    /// <summary>One line's words stand at the left, the other's at the right: they may be near each other.</summary>
    private static void Bound(XmlWriter writer, MonthCurve curve, string name, decimal amount, string text, bool isAtRight)
    {
        Element(writer, "path", null, ("class", $"bound {name}"), ("id", name), ("d", Text($"M{Left} {Y(curve, amount):0.##}H{Right}")));
        Element(
            writer,
            "text",
            text,
            ("class", $"{name}-text"),
            ("x", Text($"{(isAtRight ? Right - 4 : Left + 6)}")),
            ("y", Text($"{Y(curve, amount) - 6:0.##}")),
            ("text-anchor", isAtRight ? "end" : "start")
        );
    }

    private static void Area(XmlWriter writer, MonthCurve curve)
    {
        if (curve.Cloudflare.Count > 0 && curve.CloudflareAtEnd > 0)
        {
            var points = Points(curve, curve.Cloudflare, Math.Min(curve.Cloudflare[0], Subscription(curve)));
            Element(writer, "path", null, ("class", "cloudflare-area"), ("d", Text($"M{Left} {LowerEdge}L{string.Join('L', points)}V{LowerEdge}Z")));
        }
    }

    private static void Series(XmlWriter writer, MonthCurve curve, string name, IReadOnlyList<decimal> values, decimal end, decimal begin)
    {
        if (values.Count == 0 || end == 0)
        {
            return;
        }

        Element(writer, "path", null, ("class", $"line {name}"), ("id", name), ("d", $"M{string.Join('L', Points(curve, values, begin))}"));
        if (curve.Elapsed < curve.Days)
        {
            Element(
                writer,
                "path",
                null,
                ("class", $"line coming {name}"),
                ("d", Text($"M{X(curve, curve.Elapsed):0.##} {Y(curve, values[^1]):0.##}L{X(curve, curve.Days):0.##} {Y(curve, end):0.##}"))
            );
        }
    }

    private static IEnumerable<string> Points(MonthCurve curve, IReadOnlyList<decimal> values, decimal begin) =>
        values
            .Select((value, index) => Text($"{X(curve, Math.Min(index + 1, curve.Elapsed)):0.##} {Y(curve, value):0.##}"))
            .Prepend(Text($"{Left} {Y(curve, begin):0.##}"));

    private static double X(MonthCurve curve, double day) => Left + ((Right - Left) * day / curve.Days);

    private static double Y(MonthCurve curve, decimal usd) => LowerEdge - ((LowerEdge - UpperEdge) * (double)(usd / curve.Top));

    private static void Element(XmlWriter writer, string name, string? text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        writer.WriteStartElement(name, Svg);
        Attributes(writer, attributes);
        if (text is not null)
        {
            writer.WriteString(text);
        }

        writer.WriteEndElement();
    }

    private static void Attributes(XmlWriter writer, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        foreach (var (name, value) in attributes)
        {
            writer.WriteAttributeString(name, value);
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
