namespace NanoClaw.EndToEnd.Tests.Pictures;

public sealed class TerminalPictureTests
{
    [Theory]
    [InlineData("one\r\ntwo", "one|two")]
    [InlineData("a long line", "a long li|ne")]
    [InlineData("old\r\e[Knew", "new")]
    [InlineData("a\r\nb\e[A\e[3Gc\r\n", "a c|b")]
    [InlineData("a\r\nb\r\nc\e[2A\e[J", "a")]
    [InlineData("cut\e[3", "cut")]
    [InlineData("cut\e", "cut")]
    [InlineData("\e[?1h\e=\e[38;5;8mgrey\e[0m", "grey")]
    public void A_screen_shows_what_a_terminal_shows(string written, string rows) => Assert.Equal(rows.Split('|'), TerminalScreen.Of(written, 9).Lines);

    [Fact]
    public void A_picture_keeps_text_colours_and_what_would_be_markup()
    {
        var svg = TerminalPicture.Of("A screen", TerminalScreen.Of("\e[38;5;2mgreen\e[0m   <b> & \"c\"\r\n\r\nend", 40), 40);

        Assert.Equal(["green   <b> & \"c\"", "end"], TerminalPicture.RowsOf(svg));
        Assert.Contains("fill=\"#7fd88f\">green<", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_and_what_hangs_on_them_are_no_difference_and_words_are()
    {
        var kept = TerminalPicture.Structure(["Ready after 1.7 s.", "│ https://a:41819   │", "╭─────╮", ""]);

        Assert.Equal(kept, TerminalPicture.Structure(["Ready after 12 s.", "│ https://a:443 │", "╭───╮"]));
        Assert.NotEqual(kept, TerminalPicture.Structure(["Ready in 1.7 s.", "│ https://a:41819   │", "╭─────╮"]));
    }
}
