using NanoClaw.Terminal.Output;
using Spectre.Console;

namespace NanoClaw.Cli.Tests.Output;

/// <summary>A list whose parts are longer than a row: what goes on stands below the part's own text, on both streams and in colour.</summary>
public sealed class ListTests
{
    private const string Long =
        "Cloudflare's own protection that nobody has to switch on: against floods of requests, by rules of its own that are kept up to date, and against programs that pose as people while they look for something to take away";

    public static TheoryData<int, string, bool> Lists
    {
        get
        {
            var lists = new TheoryData<int, string, bool>();
            foreach (var width in new[] { 60, 80, 120, 200 })
            {
                foreach (var mark in new[] { "  - ", "- ", "* ", "  -> ", "\u2022 ", "12. ", " 3) ", "name      " })
                {
                    lists.Add(width, mark, true);
                    lists.Add(width, mark, false);
                }
            }

            return lists;
        }
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void What_goes_on_stands_below_the_text(int width, string mark, bool isProgress)
    {
        using var written = new StringWriter();
        var context = new CliContext
        {
            In = TextReader.Null,
            Out = isProgress ? TextWriter.Null : written,
            Error = isProgress ? written : TextWriter.Null,
            ProjectFolder = "/",
            Variable = name => name == "TERM" ? "xterm-256color" : null,
            OutputIsTerminal = true,
            ErrorIsTerminal = true,
            TerminalSize = () => (width, 24),
        }.Wrapped();
        var console = isProgress ? context.Progress() : context.Terminal();
        console.Profile.Capabilities.Ansi = true;
        console.Profile.Capabilities.ColorSystem = ColorSystem.TrueColor;

        console.WriteLine(mark + Long, new Style(Color.Grey));
        console.WriteLine("after it");

        var lines = System
            .Text.RegularExpressions.Regex.Replace(
                written.ToString(),
                "\e\\[[0-9;?]*[@-~]",
                "",
                System.Text.RegularExpressions.RegexOptions.None,
                TimeSpan.FromSeconds(10)
            )
            .ReplaceLineEndings("\n")
            .TrimEnd()
            .Split('\n');
        Assert.True(lines.Length > 2);
        Assert.Equal("after it", lines[^1]);
        Assert.All(lines, line => Assert.True(line.Length <= width));
        Assert.All(lines[1..^1], line => Assert.Equal(mark.Length, line.Length - line.TrimStart().Length));
        Assert.Equal(mark + Long, lines[0].TrimEnd() + string.Concat(lines[1..^1].Select(line => " " + line.Trim())));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public void A_mark_a_name_and_a_text_in_colours_of_their_own_are_one_row_of_a_list(int width)
    {
        var shown = WordFlow.Wrap($"\e[31mBAD  settings     \e[0m\e[37m{Long}\e[0m\n  \e[32m- \e[0m{Long}\n", width);

        var lines = System
            .Text.RegularExpressions.Regex.Replace(shown, "\e\\[[0-9;]*m", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(10))
            .TrimEnd()
            .Split('\n');
        var second = Array.FindIndex(lines, line => line.StartsWith("  - ", StringComparison.Ordinal));
        Assert.True(second > 1);
        Assert.All(lines[1..second], line => Assert.Equal(18, line.Length - line.TrimStart().Length));
        Assert.All(lines[(second + 1)..], line => Assert.Equal(4, line.Length - line.TrimStart().Length));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public void An_answer_that_grows_is_indented_alike(int width)
    {
        var answer = $"Here:\n1. {Long}\n2. {Long}\n   - {Long}";
        var flow = new WordFlow(() => width, holds: true);

        var shown = string.Concat(answer.Chunk(7).Select(piece => flow.Append(new string(piece)))) + flow.Flush();

        Assert.Equal(WordFlow.Wrap(answer, width), shown);
        Assert.All(
            shown.Split('\n').Where(line => line.Length > 0 && line[0] == ' ' && !line.StartsWith("   - ", StringComparison.Ordinal)),
            line => Assert.Contains(line.Length - line.TrimStart().Length, new[] { 3, 5 })
        );
    }
}
