using NanoClaw.Terminal.Output;
using Spectre.Console;

namespace NanoClaw.Cli.Tests.Output;

/// <summary>The one rule by which everything is broken into lines.</summary>
public sealed class WordFlowTests
{
    private const string Prose =
        "The budget is saving; /budget override lifts that for a day. So far $12.30, projected $14.10; it begins anew on 2026-12-01. See https://example.com/a/very/long/address/that/cannot/be/broken/anywhere.";

    public static TheoryData<string> Texts =>
        [
            Prose,
            "  name      " + Prose,
            "  - " + Prose + "\n  - " + Prose,
            "ok    budget  " + Prose,
            "日本語の文章には空白がありません。それでも行は折り返されます。そして英語の words も混ざります。",
            "Emoji 👩‍👩‍👧‍👦 and e\u0301 combining a\u0308 marks " + string.Concat(Enumerable.Repeat("👍🏽 é ", 40)),
            "\e[32mgreen words in a row\e[0m and \e[31m" + Prose + "\e[0m",
            "tab\tseparated\twords " + Prose,
            string.Join("\n\n", Prose, "", Prose),
        ];

    public static TheoryData<string, int> TextsAndWidths
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var text in Texts)
            {
                foreach (var width in new[] { 20, 60, 80, 120, 200 })
                {
                    cases.Add(text.Data, width);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(TextsAndWidths))]
    public void No_line_is_wider_unless_it_is_one_word_and_no_word_is_lost(string text, int width)
    {
        var broken = WordFlow.Wrap(text, width);

        Assert.Equal(Signs(text), Signs(broken));
        foreach (var line in Bare(broken).Split('\n'))
        {
            Assert.True(line.GetCellWidth() <= width || !line.Trim().Contains(' ', StringComparison.Ordinal), $"{line.GetCellWidth()} cells: {line}");
        }
    }

    [Theory]
    [MemberData(nameof(TextsAndWidths))]
    public void In_whatever_pieces_it_comes_it_is_broken_alike(string text, int width)
    {
        var flow = new WordFlow(() => width, holds: true);
        // Cut anywhere but within a sign or an order to the terminal, as a stream of an answer is.
        var pieces = text.Contains('\e', StringComparison.Ordinal)
            ? [text]
            : System
                .Globalization.StringInfo.ParseCombiningCharacters(text)
                .Append(text.Length)
                .Zip(System.Globalization.StringInfo.ParseCombiningCharacters(text).Append(text.Length).Skip(1), (from, to) => text[from..to])
                .ToList();

        Assert.Equal(WordFlow.Wrap(text, width), string.Concat(pieces.Select(flow.Append)) + flow.Flush());
    }

    [Fact]
    public void What_goes_on_begins_where_its_text_began() =>
        Assert.Equal(
            """
            budget    saving: $12.30 so
                      far, $14.10
                      projected
              - one thing that is very
                long
            """.ReplaceLineEndings("\n"),
            WordFlow.Wrap("budget    saving: $12.30 so far, $14.10 projected\n  - one thing that is very long", 27)
        );

    [Fact]
    public void What_fits_stays_as_it_is() => Assert.Equal("  a  b\n\n\tc", WordFlow.Wrap("  a  b\n\n\tc", 80).Replace("    ", "\t", StringComparison.Ordinal));

    private static string Bare(string text) =>
        System.Text.RegularExpressions.Regex.Replace(
            text,
            "\e\\[[0-9;?]*[@-~]",
            "",
            System.Text.RegularExpressions.RegexOptions.None,
            TimeSpan.FromSeconds(10)
        );

    private static string Signs(string text) => string.Concat(text.Where(sign => !char.IsWhiteSpace(sign)));
}
