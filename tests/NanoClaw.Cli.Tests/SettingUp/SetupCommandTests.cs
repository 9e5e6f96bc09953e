using System.Text.Json;
using System.Text.Json.Nodes;
using NanoClaw.Cli.Commands;
using NanoClaw.Deployment.Tests;

namespace NanoClaw.Cli.Tests.SettingUp;

public sealed class SetupCommandTests : IAsyncLifetime
{
    private readonly FakePulumi pulumi = new();
    private FakeCloudflare cloudflare = null!;
    private CommandLine nanoclaw = null!;

    public async ValueTask InitializeAsync()
    {
        cloudflare = await FakeCloudflare.StartAsync();
        nanoclaw = Create(isTerminal: false);
        nanoclaw.Environment["CLOUDFLARE_API_TOKEN"] = cloudflare.Token;
    }

    public async ValueTask DisposeAsync()
    {
        nanoclaw.Dispose();
        pulumi.Dispose();
        await cloudflare.DisposeAsync();
    }

    [Fact]
    public async Task Without_a_terminal_it_is_done_by_flags_and_told_as_JSON()
    {
        Assert.Equal(ExitCode.Success, await nanoclaw.RunAsync(["setup", "--stack", "dev", "--yes", "--json"]));

        var report = JsonNode.Parse(nanoclaw.Output)!;
        Assert.Equal("ada.dev", (string?)report["zone"]!["name"]);
        Assert.Equal("edit", (string?)report["permissions"]![0]!["level"]);
        Assert.Equal("pulumi up --stack dev", (string?)report["next"]![0]);
        Assert.Contains("nanoclaw:hostname: agent-dev.ada.dev", await ReadAsync("dev"), StringComparison.Ordinal);
        Assert.Contains("ok    Zone | DNS | Edit", nanoclaw.Error, StringComparison.Ordinal);
        DemandNoToken();
    }

    [Fact]
    public async Task Done_it_names_the_next_commands_and_looked_at_again_it_is_in_order()
    {
        Assert.Equal(ExitCode.Failure, await nanoclaw.RunAsync(["setup", "--check"]));
        Assert.Contains("->    Pulumi.dev.yaml: zone: example.net becomes ada.dev", nanoclaw.Error, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Success, await nanoclaw.RunAsync(["setup", "--yes"]));
        Assert.Equal(["  pulumi up --stack dev", "  nanoclaw config pull --stack dev", "  nanoclaw ask \"What can you do?\""], nanoclaw.Output.ReplaceLineEndings("\n").TrimEnd().Split('\n'));

        Assert.Equal(ExitCode.Success, await nanoclaw.RunAsync(["setup", "--check"]));
        Assert.Contains("Everything is as it has to be.", nanoclaw.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_comes_by_the_standard_input_where_that_is_said()
    {
        nanoclaw.Environment.Remove("CLOUDFLARE_API_TOKEN");

        Assert.Equal(ExitCode.Success, await nanoclaw.RunAsync(["setup", "--yes", "--token-stdin"], $"{cloudflare.Token}\n"));
        DemandNoToken();
    }

    [Fact]
    public async Task A_person_types_the_token_unseen_and_answers_by_number_word_or_Enter()
    {
        cloudflare.Data.Zones.Add(FakeAccount.Zone("33333333333333333333333333333333", "bob.dev", FakeAccount.AccountId, plan: "pro"));
        using var terminal = Create(isTerminal: true);
        terminal.Hidden.Enqueue($"x\b{cloudflare.Token}");
        terminal.Hidden.Enqueue("sk-ant-typed-by-a-person");

        // The zone by its number, no alerts, no bucket, a hostname of one's own, the plan and the model by name, nobody for /admin, then yes.
        var code = await terminal.RunAsync(["setup", "--stack", "home"], "2\n\n\nassistant.bob.dev\nfree\n1\nclaude-sonnet-4-5\n\ny\n");

        Assert.True(code == ExitCode.Success, terminal.Error);
        Assert.Contains("permissionGroupKeys=", terminal.Error, StringComparison.Ordinal);
        Assert.Contains("nanoclaw:hostname: assistant.bob.dev", await File.ReadAllTextAsync(Path.Combine(terminal.Folder, "Pulumi.home.yaml"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("sk-ant-typed-by-a-person", pulumi.Calls.Single(call => call.Step == "config set").Input);
        Assert.DoesNotContain(cloudflare.Token, terminal.Error + terminal.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-ant-typed", terminal.Error + terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_token_it_says_how_one_is_handed_over()
    {
        nanoclaw.Environment.Remove("CLOUDFLARE_API_TOKEN");

        Assert.Equal(ExitCode.Usage, await nanoclaw.RunAsync(["setup", "--yes"]));
        Assert.Contains("CLOUDFLARE_API_TOKEN", nanoclaw.Error, StringComparison.Ordinal);
        Assert.Contains("--token-stdin", nanoclaw.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void No_option_takes_a_secret()
    {
        var options = SetupCommand.Create(CliContext.OfProcess(Path.GetTempPath())).Options;

        Assert.DoesNotContain(options, option => option.ValueType != typeof(bool) && (option.Name.Contains("token", StringComparison.Ordinal) || option.Name.Contains("key", StringComparison.Ordinal) || option.Name.Contains("secret", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Each_kind_of_trouble_has_its_exit_code()
    {
        cloudflare.Data.Missing.Add("DNS");
        Assert.Equal(ExitCode.Refused, await nanoclaw.RunAsync(["setup", "--yes"]));
        Assert.Contains("BAD   The API token lacks Zone | DNS | Edit", nanoclaw.Error, StringComparison.Ordinal);
        cloudflare.Data.Missing.Clear();

        cloudflare.Data.Team = null;
        Assert.Equal(ExitCode.Conflict, await nanoclaw.RunAsync(["setup", "--yes", "--json"]));
        Assert.Single(JsonNode.Parse(nanoclaw.Output)!["blockers"]!.AsArray());
        cloudflare.Data.Team = "ada.cloudflareaccess.com";

        Assert.Equal(ExitCode.Usage, await nanoclaw.RunAsync(["setup"]));
        Assert.Contains("--yes", nanoclaw.Error, StringComparison.Ordinal);

        pulumi.Fail("preview", "it will not");
        Assert.Equal(ExitCode.Failure, await nanoclaw.RunAsync(["setup", "--yes"]));
        pulumi.Behave();

        cloudflare.Limit("zones", retryAfter: 280);
        Assert.Equal(ExitCode.Limited, await nanoclaw.RunAsync(["setup", "--yes"]));

        nanoclaw.Environment["PATH"] = nanoclaw.Folder;
        nanoclaw.Environment["CLOUDFLARE_BASE_URL"] = "http://api.example.com/client/v4";
        Assert.Equal(ExitCode.Usage, await nanoclaw.RunAsync(["setup", "--yes"]));
        Assert.Contains("no place to send an API token to", nanoclaw.Error, StringComparison.Ordinal);
        DemandNoToken();
    }

    [Fact]
    public async Task Names_from_an_account_cannot_write_on_the_terminal()
    {
        cloudflare.Data.Accounts[0]["name"] = "Ada\u001b[2J\r\nok  all is well\u202e";

        await nanoclaw.RunAsync(["setup", "--check"]);

        Assert.DoesNotContain('\u001b', nanoclaw.Error);
        Assert.DoesNotContain('\u202e', nanoclaw.Error);
        Assert.DoesNotContain("\nok  all is well", nanoclaw.Error, StringComparison.Ordinal);
    }

    private CommandLine Create(bool isTerminal)
    {
        var line = new CommandLine { InputIsTerminal = isTerminal, Time = new HastyTime() };
        line.Environment["PATH"] = pulumi.SearchPath;
        line.Environment["CLOUDFLARE_BASE_URL"] = cloudflare.Address.ToString();
        foreach (var file in Directory.EnumerateFiles(SetupProcess.Repository, "Pulumi*.yaml"))
        {
            File.Copy(file, Path.Combine(line.Folder, Path.GetFileName(file)));
        }

        return line;
    }

    private async Task<string> ReadAsync(string stack) => await File.ReadAllTextAsync(Path.Combine(nanoclaw.Folder, $"Pulumi.{stack}.yaml"), TestContext.Current.CancellationToken);

    private void DemandNoToken()
    {
        Assert.DoesNotContain(cloudflare.Token, nanoclaw.Output + nanoclaw.Error, StringComparison.Ordinal);
        Assert.All(pulumi.Calls, call => Assert.DoesNotContain(cloudflare.Token, JsonSerializer.Serialize(call.Arguments), StringComparison.Ordinal));
    }
}
