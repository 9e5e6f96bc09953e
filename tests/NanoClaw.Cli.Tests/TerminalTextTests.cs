namespace NanoClaw.Cli.Tests;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("plain, with é and 日本\n\tand lines", "plain, with é and 日本\n\tand lines")]
    [InlineData("\e]0;title\a", "\uFFFD]0;title\uFFFD")]
    [InlineData("over\rwritten", "over\uFFFDwritten")]
    [InlineData("\u009b31m", "\uFFFD31m")]
    public void Nothing_of_a_text_steers_the_terminal(string text, string shown) => Assert.Equal(shown, TerminalText.Safe(text));
}
