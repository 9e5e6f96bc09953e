using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Tests;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("plain, with é and 日本\n\tand lines", "plain, with é and 日本\n\tand lines")]
    [InlineData("\e]0;title\a", "\uFFFD]0;title\uFFFD")]
    [InlineData("over\rwritten", "over\uFFFDwritten")]
    [InlineData("\u009b31m", "\uFFFD31m")]
    public void Nothing_of_a_text_steers_the_terminal(string text, string shown) => Assert.Equal(shown, TerminalText.Safe(text));

    [Theory]
    [InlineData("two\n lines\t and  blanks ", "two lines and blanks")]
    [InlineData("gnp\u202Egpj.exe", "gnp[U+202E]gpj.exe")]
    [InlineData("a\u2066b\u2069\u200F\u061C", "a[U+2066]b[U+2069][U+200F][U+061C]")]
    [InlineData("\e[2J", "\uFFFD[2J")]
    public void Text_within_a_line_turns_nothing_around_it(string text, string shown) => Assert.Equal(shown, OneLine.Of(text));
}
