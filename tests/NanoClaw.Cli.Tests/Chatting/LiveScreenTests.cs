using NanoClaw.Chatting;

namespace NanoClaw.Cli.Tests.Chatting;

public sealed class LiveScreenTests : IDisposable
{
    private readonly TinyTerminal _terminal = new(20);
    private readonly LiveScreen _screen;

    public LiveScreenTests() => _screen = new LiveScreen(_terminal, () => 20, new Colours(AreOn: false));

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public void The_prompt_stays_below_what_is_said()
    {
        _screen.ShowPrompt("main> ", "he", 2);
        _screen.WriteLine("One");
        _screen.ShowPrompt("main> ", "hello", 5);
        Assert.Equal("One\nmain> hello", _terminal.Screen);
        Assert.Equal((1, 11), _terminal.Cursor);
    }

    [Fact]
    public void A_line_longer_than_the_row_shows_the_part_around_the_cursor()
    {
        const string Line = "abcdefghijklmnopqrstuvwxyz";
        _screen.ShowPrompt("main> ", Line, Line.Length);
        Assert.Equal("main> opqrstuvwxyz", _terminal.Screen);
        _screen.ShowPrompt("main> ", Line, 0);
        Assert.Equal("main> abcdefghijklm", _terminal.Screen);
        Assert.Equal((0, 6), _terminal.Cursor);
    }

    [Fact]
    public void Text_of_another_stands_apart_from_the_text_that_grows()
    {
        Grow("Four");
        _screen.WriteLine("a warning");
        Grow("teen.");
        Assert.Equal("Four\na warning\nteen.\nmain> x", _terminal.Screen);
    }

    /// <summary>However it is cut into pieces, and wherever the row ends, a text comes out whole.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(19)]
    [InlineData(20)]
    [InlineData(21)]
    [InlineData(60)]
    public void A_text_that_grows_comes_out_whole(int piece)
    {
        var text = string.Concat(
            Enumerable
                .Range(0, 40)
                .Select(n =>
                    n % 9 == 8 ? $"{n}.\n"
                    : n % 13 == 12 ? "\n\n"
                    : $"word{n} "
                )
        );
        _screen.ShowPrompt("main> ", "x", 1);
        for (var at = 0; at < text.Length; at += piece)
        {
            Grow(text[at..Math.Min(text.Length, at + piece)]);
        }

        var rows = text.Split('\n').SelectMany(line => line.Length == 0 ? [""] : line.Chunk(20).Select(row => new string(row).TrimEnd()));
        Assert.Equal([.. rows, "main> x"], _terminal.Screen.Split('\n'));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_text_of_wide_characters_that_grows_comes_out_whole(int piece)
    {
        // One narrow cell first: the last of each row is too small for a wide one.
        var text = $"a{string.Concat(Enumerable.Repeat("漢字仮名", 10))}.";
        _screen.ShowPrompt("main> ", "x", 1);
        for (var at = 0; at < text.Length; at += piece)
        {
            Grow(text[at..Math.Min(text.Length, at + piece)]);
        }

        Assert.Equal(text, _terminal.Screen.Replace("\nmain> x", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));
        Assert.Equal(6, _terminal.Screen.Split('\n').Length);
    }

    private void Grow(string text)
    {
        _screen.Grow(text);
        _screen.ShowPrompt("main> ", "x", 1);
    }
}
