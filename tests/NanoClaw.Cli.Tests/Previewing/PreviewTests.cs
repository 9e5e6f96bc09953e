namespace NanoClaw.Cli.Tests.Previewing;

public sealed class PreviewTests : IDisposable
{
    private const string Hostname = "a-name-that-is-longer-than-a-narrow-terminal-is-wide.and-goes-on-for-a-while.localhost";

    private readonly CommandLine nanoclaw = new() { OutputIsTerminal = true };

    public void Dispose() => nanoclaw.Dispose();

    [Fact]
    public async Task An_output_stays_on_the_line_of_its_name_however_narrow_the_terminal()
    {
        Assert.Equal(0, await nanoclaw.RunAsync(["preview", "--config", $"hostname={Hostname}"]));
        Assert.Matches($@"\n    coveredHostnames +: \[""{System.Text.RegularExpressions.Regex.Escape(Hostname)}""\]", nanoclaw.Output);
    }
}
