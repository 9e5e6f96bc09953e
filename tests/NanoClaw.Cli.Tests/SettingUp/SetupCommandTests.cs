using System.Text.Json;
using System.Text.Json.Nodes;
using NanoClaw.Cli.Commands;
using NanoClaw.Deployment.Tests;

namespace NanoClaw.Cli.Tests.SettingUp;

[Trait("Starts", "a process")]
public sealed class SetupCommandTests : IAsyncLifetime
{
    private readonly FakePulumi _pulumi = new();
    private FakeCloudflare _cloudflare = null!;
    private CommandLine _nanoclaw = null!;

    public async ValueTask InitializeAsync()
    {
        _cloudflare = await FakeCloudflare.StartAsync();
        _nanoclaw = Create(isTerminal: false);
        _nanoclaw.Environment["CLOUDFLARE_API_TOKEN"] = _cloudflare.Token;
    }

    public async ValueTask DisposeAsync()
    {
        _nanoclaw.Dispose();
        _pulumi.Dispose();
        await _cloudflare.DisposeAsync();
    }

    [Fact]
    public async Task Without_a_terminal_it_is_done_by_flags_and_told_as_JSON()
    {
        Assert.Equal(ExitCode.Success, await _nanoclaw.RunAsync(["setup", "--stack", "dev", "--yes", "--json"]));

        var report = JsonNode.Parse(_nanoclaw.Output)!;
        Assert.Equal("ada.dev", (string?)report["zone"]!["name"]);
        Assert.Equal("edit", (string?)report["permissions"]![0]!["level"]);
        Assert.Equal("pulumi up --stack dev", (string?)report["next"]![0]);
        Assert.Contains("nanoclaw:hostname: agent-dev.ada.dev", await ReadAsync("dev"), StringComparison.Ordinal);
        Assert.Contains("ok    Zone | DNS | Edit", _nanoclaw.Error, StringComparison.Ordinal);
        DemandNoToken();
    }

    [Fact]
    public async Task Done_it_names_the_next_commands_and_looked_at_again_it_is_in_order()
    {
        Assert.Equal(ExitCode.Failure, await _nanoclaw.RunAsync(["setup", "--check"]));
        Assert.Contains("->    Pulumi.dev.yaml: zone: example.net becomes ada.dev", _nanoclaw.Error, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Success, await _nanoclaw.RunAsync(["setup", "--yes"]));
        Assert.Equal(
            ["  pulumi up --stack dev", "  nanoclaw config pull --stack dev", "  nanoclaw ask \"What can you do?\""],
            _nanoclaw.Output.ReplaceLineEndings("\n").TrimEnd().Split('\n')
        );

        Assert.Equal(ExitCode.Success, await _nanoclaw.RunAsync(["setup", "--check"]));
        Assert.Contains("Everything is as it has to be.", _nanoclaw.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_comes_by_the_standard_input_where_that_is_said()
    {
        _nanoclaw.Environment.Remove("CLOUDFLARE_API_TOKEN");

        Assert.Equal(ExitCode.Success, await _nanoclaw.RunAsync(["setup", "--yes", "--token-stdin"], $"{_cloudflare.Token}\n"));
        DemandNoToken();
    }

    [Fact]
    public async Task A_person_types_the_token_unseen_and_answers_by_number_word_or_Enter()
    {
        _cloudflare.Data.Zones.Add(FakeAccount.Zone("33333333333333333333333333333333", "bob.dev", FakeAccount.AccountId, plan: "pro"));
        using var terminal = Create(isTerminal: true);
        terminal.Hidden.Enqueue($"x\b{_cloudflare.Token}");
        terminal.Hidden.Enqueue("sk-ant-typed-by-a-person");

        // The zone by its number, no alerts, no bucket, a hostname of one's own, the plan and the model by name, nobody for /admin, then yes.
        var code = await terminal.RunAsync(["setup", "--stack", "home"], "2\n\n\nassistant.bob.dev\nfree\n1\nclaude-sonnet-4-5\n\ny\n");

        Assert.True(code == ExitCode.Success, terminal.Error);
        Assert.Contains("permissionGroupKeys=", terminal.Error, StringComparison.Ordinal);
        Assert.Contains(
            "nanoclaw:hostname: assistant.bob.dev",
            await File.ReadAllTextAsync(Path.Combine(terminal.Folder, "Pulumi.home.yaml"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        Assert.Equal("sk-ant-typed-by-a-person", _pulumi.Calls.Single(call => call.Step == "config set").Input);
        Assert.DoesNotContain(_cloudflare.Token, terminal.Error + terminal.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-ant-typed", terminal.Error + terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_token_it_says_how_one_is_handed_over()
    {
        _nanoclaw.Environment.Remove("CLOUDFLARE_API_TOKEN");

        Assert.Equal(ExitCode.Usage, await _nanoclaw.RunAsync(["setup", "--yes"]));
        Assert.Contains("CLOUDFLARE_API_TOKEN", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.Contains("--token-stdin", _nanoclaw.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void No_option_takes_a_secret()
    {
        var options = SetupCommand.Create(CliContext.OfProcess(Path.GetTempPath())).Options;

        Assert.DoesNotContain(
            options,
            option =>
                option.ValueType != typeof(bool)
                && (
                    option.Name.Contains("token", StringComparison.Ordinal)
                    || option.Name.Contains("key", StringComparison.Ordinal)
                    || option.Name.Contains("secret", StringComparison.Ordinal)
                )
        );
    }

    [Fact]
    public async Task Each_kind_of_trouble_has_its_exit_code()
    {
        _cloudflare.Data.Missing.Add("DNS");
        Assert.Equal(ExitCode.Refused, await _nanoclaw.RunAsync(["setup", "--yes"]));
        Assert.Contains("BAD   The API token lacks Zone | DNS | Edit", _nanoclaw.Error, StringComparison.Ordinal);
        _cloudflare.Data.Missing.Clear();

        _cloudflare.Data.Team = null;
        Assert.Equal(ExitCode.Conflict, await _nanoclaw.RunAsync(["setup", "--yes", "--json"]));
        Assert.Single(JsonNode.Parse(_nanoclaw.Output)!["blockers"]!.AsArray());
        _cloudflare.Data.Team = "ada.cloudflareaccess.com";

        Assert.Equal(ExitCode.Usage, await _nanoclaw.RunAsync(["setup"]));
        Assert.Contains("--yes", _nanoclaw.Error, StringComparison.Ordinal);

        _pulumi.Fail("preview", "it will not");
        Assert.Equal(ExitCode.Failure, await _nanoclaw.RunAsync(["setup", "--yes"]));
        _pulumi.Behave();

        _cloudflare.Limit("zones", retryAfter: 280);
        Assert.Equal(ExitCode.Limited, await _nanoclaw.RunAsync(["setup", "--yes"]));

        _nanoclaw.Environment["PATH"] = _nanoclaw.Folder;
        _nanoclaw.Environment["CLOUDFLARE_BASE_URL"] = "http://api.example.com/client/v4";
        Assert.Equal(ExitCode.Usage, await _nanoclaw.RunAsync(["setup", "--yes"]));
        Assert.Contains("no place to send an API token to", _nanoclaw.Error, StringComparison.Ordinal);
        DemandNoToken();
    }

    [Fact]
    public async Task Names_from_an_account_cannot_write_on_the_terminal()
    {
        _cloudflare.Data.Accounts[0]["name"] = "Ada\u001b[2J\r\nok  all is well\u202e";

        await _nanoclaw.RunAsync(["setup", "--check"]);

        Assert.DoesNotContain('\u001b', _nanoclaw.Error);
        Assert.DoesNotContain('\u202e', _nanoclaw.Error);
        Assert.DoesNotContain("\nok  all is well", _nanoclaw.Error, StringComparison.Ordinal);
    }

    private CommandLine Create(bool isTerminal)
    {
        var line = new CommandLine { InputIsTerminal = isTerminal, Time = new HastyTime() };
        line.Environment["PATH"] = _pulumi.SearchPath;
        line.Environment["CLOUDFLARE_BASE_URL"] = _cloudflare.Address.ToString();
        foreach (var file in Directory.EnumerateFiles(SetupProcess.Repository, "Pulumi*.yaml"))
        {
            File.Copy(file, Path.Combine(line.Folder, Path.GetFileName(file)));
        }

        return line;
    }

    private async Task<string> ReadAsync(string stack) =>
        await File.ReadAllTextAsync(Path.Combine(_nanoclaw.Folder, $"Pulumi.{stack}.yaml"), TestContext.Current.CancellationToken);

    private void DemandNoToken()
    {
        Assert.DoesNotContain(_cloudflare.Token, _nanoclaw.Output + _nanoclaw.Error, StringComparison.Ordinal);
        Assert.All(_pulumi.Calls, call => Assert.DoesNotContain(_cloudflare.Token, JsonSerializer.Serialize(call.Arguments), StringComparison.Ordinal));
    }
}
