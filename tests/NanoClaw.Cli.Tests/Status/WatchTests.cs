using System.Text.Json;
using NanoClaw.Cli.Status;
using NanoClaw.Cli.Tests.Administration;

namespace NanoClaw.Cli.Tests.Status;

public sealed class WatchTests : AdministrationFixture
{
    private const string Enter = "\e[?1049h\e[?25l\e[?7l";
    private const string Leave = "\e[?7h\e[?25h\e[?1049l";

    [Fact]
    public async Task On_a_terminal_each_picture_is_one_write_over_the_last_and_the_screen_comes_back()
    {
        var output = await WatchAsync(isTerminal: true, ["one\ntwo\nthree\n", "1\n"], rows: 2);

        Assert.Equal($"{Enter}\e[Hone\e[K\r\ntwo\e[K\e[J\e[H1\e[K\e[J{Leave}", output);
    }

    [Fact]
    public async Task Elsewhere_one_follows_the_other() => Assert.Equal("1\n2\n", await WatchAsync(isTerminal: false, ["1\n", "2\n"]));

    [Fact]
    public async Task The_screen_comes_back_after_a_failure()
    {
        await using var output = new StringWriter();
        var watch = new Watch(Context(output, isTerminal: true), TimeSpan.FromMilliseconds(1));
        await Assert.ThrowsAsync<IOException>(() => watch.RunAsync((_, _) => throw new IOException(), Token));
        Assert.Equal(Enter + Leave, output.ToString());
    }

    [Fact]
    public async Task Status_gives_a_line_of_json_each_time_and_ends_well_when_it_is_stopped()
    {
        await StoreAsync(async store => await store.Groups.PutAsync(Group("family"), Token));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var output = new LineCounter(2, stop.Cancel);

        var code = await NanoClawCommandLine.RunAsync(["status", "--watch", "1", "--json"], Context(output, isTerminal: true), stop.Token);

        Assert.Equal(0, code);
        var lines = output.ToString().TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Equal("family", JsonDocument.Parse(line).RootElement.GetProperty("groups")[0].GetProperty("folder").GetString()));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("often")]
    [InlineData("-1")]
    public async Task The_interval_is_a_number_of_seconds(string seconds) =>
        Assert.Contains("--watch takes seconds", await FailAsync(2, "status", $"--watch={seconds}"), StringComparison.Ordinal);

    private async Task<string> WatchAsync(bool isTerminal, string[] pictures, int rows = 24)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var output = new StringWriter();
        var shown = 0;
        await new Watch(Context(output, isTerminal) with { TerminalSize = () => (80, rows) }, TimeSpan.FromMilliseconds(1)).RunAsync(
            async (on, _) =>
            {
                await on.Out.WriteAsync(pictures[shown++]);
                if (shown == pictures.Length)
                {
                    await stop.CancelAsync();
                }
            },
            stop.Token
        );
        return output.ToString();
    }

    private CliContext Context(TextWriter output, bool isTerminal) =>
        new()
        {
            In = TextReader.Null,
            Out = output,
            Error = TextWriter.Null,
            ProjectFolder = Nanoclaw.Folder,
            Variable = _ => null,
            OutputIsTerminal = isTerminal,
        };

    /// <summary>Collects what is written, and says when there are so many lines.</summary>
    private sealed class LineCounter(int lines, Action reached) : StringWriter
    {
        private int _left = lines;

        public override void WriteLine(string? value)
        {
            base.Write(value + "\n");
            if (--_left == 0)
            {
                reached();
            }
        }
    }
}
