using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NanoClaw.Cost.Charts;

namespace NanoClaw.Cost.Tests;

/// <summary>The month as a chart in a terminal, and as a picture in a real browser.</summary>
public sealed partial class ChartTests
{
    private static readonly MonthCurve Growing = Curve(cloudflareAtEnd: 14.2m, modelAtEnd: 27m);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<int> Widths => [1, 8, 23, 24, 40, 60, 80, 120, 200];

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_terminals_chart_fits_any_width_and_shows_both_bills_and_both_lines(int width)
    {
        foreach (var signs in new[] { ChartSigns.Unicode, ChartSigns.Ascii })
        {
            var lines = new TextChart(signs).Lines(Growing, width).ToList();
            var all = string.Concat(lines);

            Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
            Assert.All(new TextChart(signs).Legend(Growing, width), line => Assert.InRange(line.Length, 0, Math.Max(width, "- saves from $12.00".Length)));
            if (width >= 24)
            {
                Assert.Contains(lines, line => line.StartsWith(" $12.00", StringComparison.Ordinal) && line.Contains(signs.Line));
                Assert.Contains(lines, line => line.StartsWith(" $15.00", StringComparison.Ordinal) && line.Contains(signs.Line));
                Assert.All(new[] { signs.Bar, signs.Point, signs.Projection }, sign => Assert.Contains(sign, all));
            }
        }

        Assert.All(new TextChart(ChartSigns.Ascii).Lines(Growing, width), line => Assert.True(line.All(char.IsAscii)));
    }

    [Fact]
    public void Colours_are_put_around_what_is_there_and_change_nothing_of_it()
    {
        var plain = new TextChart(ChartSigns.Unicode).Lines(Growing, 80);
        var painted = new TextChart(ChartSigns.Unicode, (part, text) => $"\e[3{(int)part}m{text}\e[0m").Lines(Growing, 80).ToList();

        Assert.Equal(plain, painted.Select(line => Escape().Replace(line, "").TrimEnd()));
        Assert.All(Enum.GetValues<ChartPart>(), part => Assert.Contains(painted, line => line.Contains($"\e[3{(int)part}m", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_used_yet_nothing_billed_and_sums_beyond_all_lines_are_drawn_too()
    {
        foreach (
            var curve in new[]
            {
                Curve(5, 0),
                Curve(0, 0),
                Curve(5, 0) with
                {
                    Cloudflare = [],
                    Model = [],
                    Elapsed = 0,
                },
                Curve(5_000, 900_000),
                Curve(5, 0.001m),
            }
        )
        {
            Assert.NotEmpty(new TextChart(ChartSigns.Unicode).Lines(curve, 60));
            Assert.Equal("svg", XDocument.Parse(SvgChart.Of(curve)).Root!.Name.LocalName);
            Assert.InRange(curve.Ticks().Count, 2, 7);
        }
    }

    [Fact]
    public void The_picture_is_well_formed_and_tells_itself_in_words()
    {
        var svg = XDocument.Parse(SvgChart.Of(Growing)).Root!;
        XNamespace ns = "http://www.w3.org/2000/svg";

        Assert.Equal("Cost of the month from 2026-06-01", svg.Element(ns + "title")!.Value);
        Assert.Contains("$14.20 by the end of the month", svg.Element(ns + "desc")!.Value, StringComparison.Ordinal);
        Assert.Equal("title desc", (string?)svg.Attribute("aria-labelledby"));
        Assert.Equal("img", (string?)svg.Attribute("role"));
        Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName is "script" or "image" or "use");
    }

    [Theory]
    [InlineData(false, "[207, 34, 46]", "255,255,255")]
    [InlineData(true, "[248, 81, 73]", "13,17,23")]
    public async Task A_browser_shows_it_light_and_dark_with_its_lines_and_no_text_over_another(bool isDark, string limitColour, string paper)
    {
        Assert.SkipWhen(Chromium.Path is null, "There is no Chromium on the search path, and CHROMIUM_PATH names none.");
        foreach (var curve in new[] { Growing, Curve(14.9m, 1), Curve(6, 250), Curve(5, 0.5m) with { Days = 28 } })
        {
            var shown = await Chromium.OpenAsync(SvgChart.Of(curve), isDark, limitColour, Token);

            Assert.Equal((720, 400), (shown.GetProperty("width").GetDouble(), shown.GetProperty("height").GetDouble()));
            Assert.Equal(paper, string.Join(',', shown.GetProperty("corner").EnumerateArray().Select(value => value.GetInt32())));
            Assert.Equal(limitColour.Trim('[', ']'), shown.GetProperty("stroke").GetProperty("limit").GetString()![4..^1]);
            // A dashed line over the picture's width, in its colour.
            Assert.InRange(shown.GetProperty("limit").GetInt32(), 100, 20_000);
            Assert.True(shown.GetProperty("described").GetBoolean());

            // $15 is above $12, and Cloudflare's bill begins at $5, below both.
            var lines = shown.GetProperty("lines");
            Assert.True(Y(lines, "limit") < Y(lines, "saving"));
            Assert.True(lines.GetProperty("cloudflare").GetProperty("width").GetDouble() > 100);
            Assert.True(Y(lines, "cloudflare") + lines.GetProperty("cloudflare").GetProperty("height").GetDouble() > Y(lines, "saving"));

            var texts = shown.GetProperty("texts").EnumerateArray().Select(text => new Shown(text)).ToList();
            Assert.All(
                texts,
                text => Assert.True(text.X >= 0 && text.Y >= 0 && text.X + text.Width <= 720 && text.Y + text.Height <= 400, $"{text.Text} is cut")
            );
            Assert.All(texts.Index(), one => Assert.DoesNotContain(texts.Skip(one.Index + 1), other => one.Item.Covers(other)));
            Assert.Contains(texts, text => text.Text == "saves from $12");
            Assert.Contains(texts, text => text.Text == "limit $15");
        }
    }

    private static double Y(JsonElement lines, string name) => lines.GetProperty(name).GetProperty("y").GetDouble();

    /// <summary>Ten of thirty days, even.</summary>
    private static MonthCurve Curve(decimal cloudflareAtEnd, decimal modelAtEnd) =>
        new(
            new DateOnly(2026, 6, 1),
            30,
            10,
            [.. Enumerable.Range(1, 10).Select(day => cloudflareAtEnd == 0 ? 0 : 5 + ((cloudflareAtEnd - 5) * day / 30))],
            cloudflareAtEnd,
            [.. Enumerable.Range(1, 10).Select(day => modelAtEnd * day / 30)],
            modelAtEnd,
            12,
            15
        );

    [GeneratedRegex(@"\e\[\d+m", RegexOptions.None, 1000)]
    private static partial Regex Escape();

    private sealed record Shown(string Text, double X, double Y, double Width, double Height)
    {
        public Shown(JsonElement text)
            : this(text.GetProperty("text").GetString()!, Number(text, "x"), Number(text, "y"), Number(text, "width"), Number(text, "height")) { }

        /// <summary>A box has some air above and below its letters.</summary>
        public bool Covers(Shown other) =>
            X < other.X + other.Width && other.X < X + Width && Y + 4 < other.Y + other.Height - 4 && other.Y + 4 < Y + Height - 4;

        private static double Number(JsonElement text, string name) => text.GetProperty(name).GetDouble();
    }
}
