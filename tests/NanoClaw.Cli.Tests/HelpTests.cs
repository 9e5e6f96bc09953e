namespace NanoClaw.Cli.Tests;

public sealed class HelpTests : IDisposable
{
    private readonly CommandLine _nanoclaw = new();

    public void Dispose() => _nanoclaw.Dispose();

    [Theory]
    [InlineData("setup")]
    [InlineData("dev")]
    [InlineData("ask")]
    [InlineData("preview")]
    [InlineData("config pull")]
    [InlineData("rotate")]
    [InlineData("run")]
    [InlineData("chat")]
    [InlineData("memory export")]
    [InlineData("verify")]
    [InlineData("service install")]
    [InlineData("service status")]
    [InlineData("service uninstall")]
    [InlineData("version")]
    public async Task Each_command_shows_examples_and_exit_codes(string command)
    {
        Assert.Equal(0, await _nanoclaw.RunAsync([.. command.Split(' '), "--help"]));
        Assert.Contains($"  nanoclaw {command}", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("Examples:", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("Exit codes:", _nanoclaw.Output, StringComparison.Ordinal);
    }

    public static TheoryData<string> AdministrationCommands =>
        [
            "groups list",
            "groups add",
            "groups set",
            "groups remove",
            "groups export",
            "tasks list",
            "tasks show",
            "tasks add",
            "tasks pause",
            "tasks resume",
            "tasks run",
            "tasks cancel",
            "sessions list",
            "sessions reset",
            "messages list",
            "messages retry",
            "messages drop",
            "memory list",
            "memory forget",
            "rules show",
            "rules test",
            "history search",
            "runs",
            "runs show",
            "audit",
            "send",
            "status",
            "cost",
            "backup",
            "backup list",
            "backup verify",
            "backup key show",
            "backup key import",
            "restore",
        ];

    [Theory]
    [MemberData(nameof(AdministrationCommands))]
    public async Task Each_command_that_looks_after_the_store_has_examples_exit_codes_and_json(string command)
    {
        Assert.Equal(0, await _nanoclaw.RunAsync([.. command.Split(' '), "--help"]));
        Assert.Contains($"  nanoclaw {command}", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("Exit codes:", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("  --env-file", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("  --json ", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("\n--json: ", _nanoclaw.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_command_is_left_out_of_these_tests()
    {
        foreach (var parent in new[] { "groups", "tasks", "sessions", "history", "messages", "memory", "rules", "backup key" })
        {
            Assert.Equal(0, await _nanoclaw.RunAsync([.. parent.Split(' '), "--help"]));
            var listed = _nanoclaw
                .Output.ReplaceLineEndings("\n")
                .Split("Commands:\n")[1]
                .Split('\n')
                .Where(line => line.StartsWith("  ", StringComparison.Ordinal) && line.Length > 2 && line[2] != ' ')
                .Select(line => $"{parent} {line.Trim().Split(' ')[0]}");
            Assert.Equal(
                AdministrationCommands
                    .Select(row => row.Data)
                    .Append("memory export")
                    .Where(command => command.StartsWith(parent + " ", StringComparison.Ordinal)),
                listed
            );
        }
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
        Assert.Equal(2, await _nanoclaw.RunAsync(args));
        Assert.NotEqual("", _nanoclaw.Error);
        Assert.DoesNotContain("   at ", _nanoclaw.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("All commands: nanoclaw --help")]
    [InlineData("How it is used: nanoclaw groups --help", "groups")]
    [InlineData("How it is used: nanoclaw groups --help", "groups", "lst")]
    [InlineData("How it is used: nanoclaw tasks add --help", "tasks", "add")]
    [InlineData("How it is used: nanoclaw import v1 --help", "import", "v1")]
    public async Task A_command_line_that_is_wrong_leads_to_its_help_and_prints_nothing_a_program_would_read(string help, params string[] args)
    {
        Assert.Equal(2, await _nanoclaw.RunAsync(args));
        Assert.EndsWith(help + "\n", _nanoclaw.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal("", _nanoclaw.Output);
    }
}
