namespace NanoClaw.Agents.Tests;

public sealed class DotEnvTests
{
    [Theory]
    [InlineData("KEY=value", "value")]
    [InlineData("  KEY = value  ", "value")]
    [InlineData("export KEY=value", "value")]
    [InlineData("export\tKEY=value", "value")]
    [InlineData("export \t KEY=value", "value")]
    [InlineData("KEY=", "")]
    [InlineData("KEY=a=b==", "a=b==")]
    [InlineData("KEY=value # a comment", "value")]
    [InlineData("KEY=value#no comment", "value#no comment")]
    [InlineData("KEY=# a comment", "")]
    [InlineData("KEY=\"a # b\"", "a # b")]
    [InlineData("KEY=\"a\" # a comment", "a")]
    [InlineData("KEY='a \"b\" \\n $c'", "a \"b\" \\n $c")]
    [InlineData("KEY=\"line\\nend\\ttab \\\"quoted\\\" \\\\ \\$x\"", "line\nend\ttab \"quoted\" \\ $x")]
    [InlineData("KEY=\"\\`id\\`\"", "`id`")]
    [InlineData("KEY=\"C:\\Users\"", "C:\\Users")]
    [InlineData("KEY=${OTHER}", "${OTHER}")]
    [InlineData("KEY=first\nKEY=second", "second")]
    [InlineData("# KEY=no\r\n\r\nKEY=value\r\n", "value")]
    [InlineData("\uFEFFKEY=value", "value")]
    [InlineData("KEY=été 日本", "été 日本")]
    public void A_line_is_read_as_people_write_it(string text, string expected) =>
        Assert.Equal(expected, Assert.Single(DotEnv.Parse(text), pair => pair.Key == "KEY").Value);

    [Theory]
    [InlineData("OK=1\nplanted-secret")]
    [InlineData("OK=1\nplanted secret=x")]
    [InlineData("OK=1\n=planted")]
    [InlineData("OK=1\n1KEY=planted")]
    [InlineData("OK=1\nKEY=\"planted")]
    [InlineData("OK=1\nKEY='planted\n'")]
    [InlineData("OK=1\nKEY=\"planted\\\"")]
    [InlineData("OK=1\nKEY=\"a\" planted")]
    public void A_malformed_line_is_named_by_its_number_and_not_quoted(string text)
    {
        var failure = Assert.Throws<FormatException>(() => DotEnv.Parse(text, "my.env"));

        Assert.Contains("my.env, line 2", failure.Message);
        Assert.DoesNotContain("planted", failure.Message);
    }

    [Fact]
    public void An_empty_text_has_no_keys() => Assert.Empty(DotEnv.Parse(""));
}
