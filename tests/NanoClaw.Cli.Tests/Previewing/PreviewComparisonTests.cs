using System.Text.Json.Nodes;

namespace NanoClaw.Cli.Tests.Previewing;

/// <summary>What an update would change, on the command line.</summary>
public sealed class PreviewComparisonTests : IDisposable
{
    private const string Settings = """
        config:
          nanoclaw:accountId: "00000000000000000000000000000000"
          nanoclaw:zoneId: "00000000000000000000000000000000"
          nanoclaw:zone: example.com
          nanoclaw:hostname: agent.example.com
          nanoclaw:zoneRules: owner
          nanoclaw:hostnames: [agent.example.com]
          nanoclaw:accessTeamDomain: example.cloudflareaccess.com
          nanoclaw:modelProvider: anthropic
          nanoclaw:modelName: a-model
          nanoclaw:modelApiKey:
            secure: v1:CIPHER
          nanoclaw:d1: "true"
          nanoclaw:rotationVersion: 1
        """;

    private readonly CommandLine _nanoclaw = new();

    public PreviewComparisonTests()
    {
        _nanoclaw.Environment["ANTHROPIC_API_KEY"] = "sk-planted-key";
        Write(Settings);
    }

    public void Dispose() => _nanoclaw.Dispose();

    [Fact]
    public async Task A_plan_is_kept_compared_with_and_kept_again()
    {
        Assert.Equal(0, await _nanoclaw.RunAsync(["preview", "--stack", "prod", "--out", "one.plan"]));
        Assert.Contains("to create", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.Equal(0, await _nanoclaw.RunAsync(["preview", "--stack", "prod", "--from", "one.plan", "--out", "two.plan"]));
        Assert.Contains("- migrations", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.Equal(0, await _nanoclaw.RunAsync(["preview", "--stack", "prod", "--from", "two.plan"]));
        Assert.DoesNotContain(" to ", _nanoclaw.Output.Split("Resources:")[1], StringComparison.Ordinal);
        Assert.DoesNotContain("planted", File.ReadAllText(Path.Combine(_nanoclaw.Folder, "two.plan")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_is_shown_with_what_is_replaced_and_why()
    {
        await SettleAsync();
        Assert.Equal(
            0,
            await _nanoclaw.RunAsync([
                "preview",
                "--stack",
                "prod",
                "--from",
                "two.plan",
                "--config",
                "hostname=b.example.com",
                "--config",
                "hostnames=[\"b.example.com\"]",
            ])
        );

        Assert.Contains("hostname: \"agent.example.com\" => \"b.example.com\"  (replaces)", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.Matches(@"\n \+-  cloudflare:index:WorkersCustomDomain +domain  replace\n", _nanoclaw.Output);
        Assert.Matches(@"\n !   cuts clients off: domain: agent\.example\.com would lead nowhere", _nanoclaw.Output);
        Assert.Contains("+- 2 to replace", _nanoclaw.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_is_there_as_JSON()
    {
        await SettleAsync();
        Assert.Equal(
            0,
            await _nanoclaw.RunAsync(["preview", "--stack", "prod", "--from", "two.plan", "--config", "rotationVersion=2", "--config", "d1=false", "--json"])
        );
        var plan = JsonNode.Parse(_nanoclaw.Output)!;

        Assert.Equal(("prod", "two.plan"), (plan["stack"]!.ToString(), plan["comparedWith"]!.ToString()));
        Assert.Equal(["same", "create", "update", "replace", "delete"], ((JsonObject)plan["changeSummary"]!).Select(p => p.Key));
        var command = ((JsonArray)plan["steps"]!).Single(s => s!["type"]!.ToString() == "command:local:Command")!;
        Assert.Equal(["triggers[1]"], ((JsonArray)command["replaceReasons"]!).Select(r => r!.ToString()));
        Assert.Equal("update-replace", command["detailedDiff"]!["triggers[1]"]!["kind"]!.ToString());
        Assert.Equal("data", plan["dangers"]![0]!["kind"]!.ToString());
        Assert.Equal("update", plan["outputChanges"]!["agentToken"]!["kind"]!.ToString());
    }

    [Theory]
    [InlineData("data", 10)]
    [InlineData("any", 10)]
    [InlineData("guard", 0)]
    public async Task It_fails_on_what_it_is_told_to_and_shows_the_plan_all_the_same(string failOn, int expected)
    {
        await SettleAsync();
        Assert.Equal(expected, await _nanoclaw.RunAsync(["preview", "--stack", "prod", "--from", "two.plan", "--config", "d1=false", "--fail-on", failOn]));
        Assert.Matches(@" - +cloudflare:index:D1Database +d1  delete", _nanoclaw.Output);
    }

    [Fact]
    public async Task A_secret_that_was_set_anew_is_a_change_and_is_not_shown()
    {
        await SettleAsync();
        Write(Settings.Replace("CIPHER", "ANOTHER", StringComparison.Ordinal));
        Assert.Equal(0, await _nanoclaw.RunAsync(["preview", "--stack", "prod", "--from", "two.plan"]));

        Assert.Matches(@"~ bindings\[MODEL_API_KEY\]\.text: ""\[secret [0-9a-f]{8}\]"" => ""\[secret [0-9a-f]{8}\]""", _nanoclaw.Output);
    }

    [Fact]
    public async Task A_refresh_in_between_is_shown_by_what_it_leads_to()
    {
        await SettleAsync();
        Write(Settings + "\n  nanoclaw:alertEmails: [ada@example.com]");
        await _nanoclaw.RunAsync(["preview", "--stack", "prod", "--from", "two.plan", "--out", "three.plan"]);
        Assert.Equal(0, await _nanoclaw.RunAsync(["preview", "--stack", "prod", "--from", "three.plan", "--refresh"]));

        Assert.Contains("- filters: {}", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("refused", _nanoclaw.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--refresh")]
    [InlineData("--fail-on", "data")]
    [InlineData("--from", "two.plan", "--fail-on", "everything")]
    [InlineData("--from", "no-such-file-or-revision")]
    public async Task What_makes_no_sense_is_a_wrong_command_line(params string[] arguments)
    {
        Assert.Equal(2, await _nanoclaw.RunAsync(["preview", "--stack", "prod", .. arguments]));
        Assert.NotEmpty(_nanoclaw.Error);
    }

    [Fact]
    public async Task A_change_that_the_program_refuses_is_refused_with_its_reason()
    {
        await SettleAsync();
        Assert.Equal(1, await _nanoclaw.RunAsync(["preview", "--stack", "prod", "--from", "two.plan", "--config", "workerName=another"]));
        Assert.Contains("every session", _nanoclaw.Error, StringComparison.Ordinal);
    }

    private void Write(string settings) => File.WriteAllText(Path.Combine(_nanoclaw.Folder, "Pulumi.prod.yaml"), settings + "\n");

    private async Task SettleAsync()
    {
        Assert.Equal(0, await _nanoclaw.RunAsync(["preview", "--stack", "prod", "--out", "one.plan"]));
        Assert.Equal(0, await _nanoclaw.RunAsync(["preview", "--stack", "prod", "--from", "one.plan", "--out", "two.plan"]));
    }
}
