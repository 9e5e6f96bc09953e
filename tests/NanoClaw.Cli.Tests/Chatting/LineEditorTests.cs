using NanoClaw.Chatting;

namespace NanoClaw.Cli.Tests.Chatting;

public sealed class LineEditorTests
{
    private readonly LineEditor _editor = new();

    [Fact]
    public void Keys_edit_the_line_where_the_cursor_is()
    {
        Type("helo");
        Press(ConsoleKey.LeftArrow);
        Type("l");
        Assert.Equal(("hello", 4), (_editor.Text, _editor.Cursor));
        Press(ConsoleKey.Home);
        Type(">");
        Press(ConsoleKey.End);
        Press(ConsoleKey.Backspace);
        Assert.Equal(">hell", _editor.Text);
        Press(ConsoleKey.A, control: true);
        Press(ConsoleKey.Delete);
        Assert.Equal("hell", _editor.Text);
    }

    [Fact]
    public void Words_and_halves_of_a_line_go_at_once()
    {
        Type("one two three");
        Press(ConsoleKey.W, control: true);
        Assert.Equal("one two ", _editor.Text);
        Press(ConsoleKey.U, control: true);
        Assert.Equal("", _editor.Text);
        Type("one two");
        Press(ConsoleKey.A, control: true);
        Press(ConsoleKey.K, control: true);
        Assert.Equal("", _editor.Text);
    }

    [Fact]
    public void A_character_of_several_units_goes_as_one()
    {
        Type("a👍🏽é");
        Press(ConsoleKey.Backspace);
        Press(ConsoleKey.Backspace);
        Assert.Equal("a", _editor.Text);
    }

    [Fact]
    public void Earlier_lines_come_back_and_the_one_begun_is_not_lost()
    {
        Type("first");
        _editor.Take();
        Type("second");
        _editor.Take();
        Type("third");
        Press(ConsoleKey.UpArrow);
        Assert.Equal("second", _editor.Text);
        Press(ConsoleKey.UpArrow);
        Press(ConsoleKey.UpArrow);
        Assert.Equal("first", _editor.Text);
        Press(ConsoleKey.DownArrow);
        Press(ConsoleKey.DownArrow);
        Assert.Equal("third", _editor.Text);
    }

    [Fact]
    public void Control_d_ends_an_empty_line_only()
    {
        Type("x");
        Press(ConsoleKey.Home);
        Assert.Equal(LineKey.Edited, Press(ConsoleKey.D, control: true));
        Assert.Equal("", _editor.Text);
        Assert.Equal(LineKey.End, Press(ConsoleKey.D, control: true));
    }

    [Fact]
    public void A_control_character_is_not_typed()
    {
        _editor.Apply(new ConsoleKeyInfo('\a', ConsoleKey.None, shift: false, alt: false, control: true));
        _editor.Apply(new ConsoleKeyInfo('\e', ConsoleKey.Escape, shift: false, alt: false, control: false));
        Assert.Equal("", _editor.Text);
    }

    private void Type(string text)
    {
        foreach (var character in text)
        {
            _editor.Apply(new ConsoleKeyInfo(character, ConsoleKey.None, shift: false, alt: false, control: false));
        }
    }

    private LineKey Press(ConsoleKey key, bool control = false) => _editor.Apply(new ConsoleKeyInfo('\0', key, shift: false, alt: false, control));
}
