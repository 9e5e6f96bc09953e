namespace NanoClaw.Cli.Tests;

public sealed class HelpTests : IDisposable
{
    private readonly CommandLine nanoclaw = new();

    public void Dispose() => nanoclaw.Dispose();

    [Theory]
    [InlineData("dev")]
    [InlineData("ask")]
    [InlineData("preview")]
    [InlineData("config pull")]
    [InlineData("run")]
    [InlineData("chat")]
    public async Task Each_command_shows_examples_and_exit_codes(string command)
    {
        Assert.Equal(0, await nanoclaw.RunAsync([.. command.Split(' '), "--help"]));
        Assert.Contains($"  nanoclaw {command}", nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("Examples:", nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("Exit codes:", nanoclaw.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("confg")]
    [InlineData("dev", "--port", "99999")]
    [InlineData("dev", "--port", "-1")]
    [InlineData("dev", "--port", "https")]
    [InlineData("dev", "--port", "99999999999")]
    [InlineData("dev", "--port")]
    [InlineData("dev", "--config", "novalue")]
    [InlineData("ask")]
    public async Task A_command_line_that_is_wrong_ends_with_2_and_says_why(params string[] args)
    {
        Assert.Equal(2, await nanoclaw.RunAsync(args));
        Assert.NotEqual("", nanoclaw.Error);
        Assert.DoesNotContain("   at ", nanoclaw.Error, StringComparison.Ordinal);
    }
}
