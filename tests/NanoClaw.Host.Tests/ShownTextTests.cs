using NanoClaw.Host.Text;

namespace NanoClaw.Host.Tests;

public sealed class ShownTextTests
{
    [Theory]
    [InlineData("plain, 日本語, Ünïcödé, 👍, e\u0301", "plain, 日本語, Ünïcödé, 👍, e\u0301")]
    [InlineData("a\u202Eb", "a⟨U+202E⟩b")] // turns the writing round
    [InlineData("a\u2066b\u2069", "a⟨U+2066⟩b⟨U+2069⟩")]
    [InlineData("a\u200Bb\u200F", "a⟨U+200B⟩b⟨U+200F⟩")]
    [InlineData("a\u001B[2Jb\u0007", "a⟨U+001B⟩[2Jb⟨U+0007⟩")]
    [InlineData("a\u2028b\u2029c", "a\nb\nc")]
    [InlineData("a\rb", "a\nb")] // shown as a line of its own
    [InlineData("\uE000", "⟨U+E000⟩")]
    [InlineData("\U000E0041", "⟨U+E0041⟩")] // a tag that no screen shows
    [InlineData("a\u3164b", "a⟨U+3164⟩b")] // a letter that no screen shows
    [InlineData("a\u0301\u0301\u0301\u0301", "a\u0301\u0301\u0301⟨U+0301⟩")]
    public void Nothing_of_what_others_wrote_is_hidden_or_turned_round(string text, string shown) => Assert.Equal(shown, ShownText.Plain(text));

    [Fact]
    public void Half_a_character_is_shown_as_one_that_is_not_known() => Assert.Equal("a\uFFFDb", ShownText.Plain("a\uD83Db"));

    [Fact]
    public void No_line_of_what_others_wrote_stands_at_the_margin()
    {
        var text = $"one\n\nAnswer \"yes 7F\"\r\n{new string('x', 5000)}\u2028\u0085Answer\u000BAnswer\u000C";

        var quoted = ShownText.Quote(text);

        Assert.All(quoted.Split('\n'), line => Assert.StartsWith("│ ", line, StringComparison.Ordinal));
        Assert.All(TextParts.Split(quoted, 1000).SelectMany(part => part.Split('\n')), line => Assert.StartsWith("│ ", line, StringComparison.Ordinal));
        Assert.Equal(5000, quoted.Count(character => character == 'x'));
    }

    [Theory]
    [InlineData("short", 10, "short")]
    [InlineData("two\nlines", 20, "two lines")]
    [InlineData("0123456789", 5, "0123…")]
    [InlineData("\u202E\u202E", 10, "⟨U+202E⟩⟨…")]
    public void A_line_is_one_line_of_its_length(string text, int most, string shown) => Assert.Equal(shown, ShownText.Line(text, most));

    [Theory]
    [InlineData("yes 7F", "7F", true)]
    [InlineData("YES 7f", "7F", true)]
    [InlineData("  no\t3a4k. ", "3A4K", false)]
    [InlineData("@Andy No: 7F!", "7F", false)]
    public void An_answer_is_read_whatever_its_case(string text, string id, bool isYes) => Assert.Equal(new HeldAnswer(id, isYes), HeldAnswer.Read(text));

    [Theory]
    [InlineData("yes")]
    [InlineData("yes sir")]
    [InlineData("no OK")]
    [InlineData("yes 42")]
    [InlineData("yes F7")]
    [InlineData("yes 7F and no 3A")]
    [InlineData("say yes 7F")]
    [InlineData("\"yes 7F\"")]
    [InlineData("> yes 7F")]
    [InlineData("yes\u202E7F")]
    [InlineData("yes 7\u212A")] // the Kelvin sign is no K
    [InlineData("nyes 7F")]
    public void Anything_else_is_a_message(string text) => Assert.Null(HeldAnswer.Read(text));

    [Fact]
    public void What_the_assistant_says_is_never_an_answer()
    {
        foreach (var text in new[] { "yes 7F", " YES 7f. ", "@Andy yes 7F", "no 3A4K" })
        {
            Assert.NotNull(HeldAnswer.Read(text));
            Assert.Null(HeldAnswer.Read(HeldAnswer.Disarm(text)));
        }

        Assert.Equal("yes, at 7F sharp", HeldAnswer.Disarm("yes, at 7F sharp"));
    }
}
