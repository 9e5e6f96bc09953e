using NanoClaw.Cli.Suggesting;

namespace NanoClaw.Cli.Tests.Suggesting;

/// <summary>What a command line that is wrong is answered: a near word, what does it here, or neither.</summary>
public sealed class CommandMistakeTests : IDisposable
{
    private readonly CommandLine _nanoclaw = new();

    public void Dispose() => _nanoclaw.Dispose();

    [Fact]
    public async Task Without_a_command_it_says_what_one_does_first()
    {
        Assert.Equal(2, await _nanoclaw.RunAsync([]));
        Assert.Equal("", _nanoclaw.Output);
        Assert.Contains("nanoclaw dev", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.InRange(_nanoclaw.Error.Trim().Split('\n').Length, 3, 5);
    }

    [Theory]
    [InlineData("nanoclaw chat", "caht")]
    [InlineData("nanoclaw status", "stat")]
    [InlineData("nanoclaw doctor", "docter")]
    [InlineData("nanoclaw config", "confg")]
    [InlineData("nanoclaw groups list", "groups", "lst")]
    [InlineData("--offline", "doctor", "--ofline")]
    public async Task A_near_word_is_named(string meant, params string[] args)
    {
        Assert.Equal(2, await _nanoclaw.RunAsync(args));
        Assert.Contains($"Did you mean {meant}?", _nanoclaw.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xyzzy")]
    [InlineData("q")]
    [InlineData("groups", "xyzzy")]
    [InlineData("doctor", "--frobnicate")]
    public async Task Where_none_is_near_none_is_named(params string[] args)
    {
        Assert.Equal(2, await _nanoclaw.RunAsync(args));
        Assert.DoesNotContain("Did you mean", _nanoclaw.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("init", "nanoclaw setup")]
    [InlineData("logs", "journalctl")]
    [InlineData("update", "nanoclaw version --check")]
    [InlineData("upgrade", "nanoclaw version --check")]
    [InlineData("start", "nanoclaw run")]
    [InlineData("install", "nanoclaw service install")]
    [InlineData("UPDATE", "nanoclaw version --check")]
    public async Task What_other_programs_call_otherwise_is_understood(string word, string does)
    {
        Assert.Equal(2, await _nanoclaw.RunAsync([word]));
        Assert.Contains(does, _nanoclaw.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_named_in_its_place_exists()
    {
        var commands = HelpWidthTests.Commands().Select(path => string.Join(' ', path)).ToList();
        foreach (var text in KnownWish.All.Values.Append(FirstSteps.Text))
        {
            foreach (
                System.Text.RegularExpressions.Match named in System.Text.RegularExpressions.Regex.Matches(
                    text,
                    "nanoclaw (?<group>[a-z]+)(?<command> [a-z0-9]+)?",
                    System.Text.RegularExpressions.RegexOptions.None,
                    TimeSpan.FromSeconds(10)
                )
            )
            {
                Assert.Contains(commands, command => command == named.Groups["group"].Value || command == named.Value["nanoclaw ".Length..]);
            }
        }
    }

    [Theory]
    [InlineData("rotationVersion", "rotationVerson=2")]
    [InlineData("runsPerDay", "runsperday=2")]
    public async Task A_setting_that_is_near_is_named(string meant, string typed)
    {
        Assert.Equal(2, await _nanoclaw.RunAsync(["preview", "--config", typed]));
        Assert.Contains($"Did you mean {meant}?", _nanoclaw.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_setting_that_is_near_to_none_all_are_named()
    {
        Assert.Equal(2, await _nanoclaw.RunAsync(["dev", "--config", "colour=red"]));
        Assert.Contains("There are:", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.Contains("runsPerDay", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.Contains("zonePlan", _nanoclaw.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_agent_one_line_says_where_it_was_looked_for()
    {
        Assert.Equal(2, await _nanoclaw.RunAsync(["ask", "Hello"]));
        var line = Assert.Single(_nanoclaw.Error.Trim().Split('\n'));
        Assert.Contains(_nanoclaw.EnvFile, line, StringComparison.Ordinal);
        Assert.Contains(".nanoclaw", line, StringComparison.Ordinal);
        Assert.Contains("nanoclaw dev", line, StringComparison.Ordinal);
    }
}
