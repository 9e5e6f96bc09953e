using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace NanoClaw.Cli.Tests.Verifying;

public sealed class VerifyCommandTests : IDisposable
{
    private readonly CommandLine _nanoclaw = new();

    public void Dispose() => _nanoclaw.Dispose();

    [Fact]
    public async Task Every_check_can_be_listed_with_what_is_wrong_and_the_cure()
    {
        Assert.Equal(0, await _nanoclaw.RunAsync(["verify", "--list"]));
        Assert.Contains("credentials.none", _nanoclaw.Output, StringComparison.Ordinal);

        Assert.Equal(0, await _nanoclaw.RunAsync(["verify", "--list", "--json"]));
        var checks = JsonNode.Parse(_nanoclaw.Output)!.AsArray();
        Assert.True(checks.Count >= 80);
        Assert.All(checks, check => Assert.All(["id", "name", "wrong", "cure"], field => Assert.NotEqual("", (string?)check![field])));
    }

    [Theory]
    [InlineData("See them all: nanoclaw verify --list.", "--only", "nonsense")]
    [InlineData("Nobody is there to be asked: agree to it with --yes.", "--only", "credentials")]
    [InlineData("--flood takes a number from 1 to 1000", "--flood", "100000")]
    [InlineData("Name one source", "--stack", "dev", "--from", "-")]
    [InlineData("Standard input can be one file alone", "--yes", "--other", "-", "--expired", "-")]
    [InlineData("CLOUDFLARE_ACCESS_CLIENT_SECRET", "--yes", "--other", "half.env")]
    [InlineData("cannot be read", "--yes", "--retired", "missing.env")]
    public async Task What_is_wrong_beforehand_is_said_before_anything_is_sent(string message, params string[] args)
    {
        WriteAgent();
        await File.WriteAllTextAsync(Path.Combine(_nanoclaw.Folder, "half.env"), "CLOUDFLARE_AGENT_TOKEN=a\n", TestContext.Current.CancellationToken);
        var named = args.Select(arg => arg.EndsWith(".env", StringComparison.Ordinal) ? Path.Combine(_nanoclaw.Folder, arg) : arg);

        Assert.Equal(2, await _nanoclaw.RunAsync(["verify", .. named]));
        Assert.Contains(message, _nanoclaw.Error, StringComparison.Ordinal);
        Assert.Equal("", _nanoclaw.Output);
    }

    [Fact]
    public async Task Without_an_agent_it_says_how_to_get_one()
    {
        Assert.Equal(2, await _nanoclaw.RunAsync(["verify", "--yes"]));
        Assert.Contains("nanoclaw config pull", _nanoclaw.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_found_out_is_no_pass_and_has_a_code_of_its_own()
    {
        WriteAgent();

        Assert.Equal(11, await _nanoclaw.RunAsync(["verify", "--yes", "--json", "--junit", "verify.xml"]));
        var report = JsonNode.Parse(_nanoclaw.Output)!;
        Assert.Equal("inconclusive", (string?)report["outcome"]);
        Assert.Equal("agent.localhost:1 could not be asked: nothing listens there.", (string?)report["why"]);
        var file = XElement.Parse(await File.ReadAllTextAsync(Path.Combine(_nanoclaw.Folder, "verify.xml"), TestContext.Current.CancellationToken));
        Assert.Single(file.Descendants("error"));
        Assert.DoesNotContain("bearer-of-this-test", _nanoclaw.Output + _nanoclaw.Error + file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_beforehand_what_it_does_and_what_that_costs()
    {
        WriteAgent();

        await _nanoclaw.RunAsync(["verify", "--yes"]);

        Assert.Contains("attempts to get in", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.Contains("4 runs of the agent", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.Contains("nanoclaw-verify", _nanoclaw.Error, StringComparison.Ordinal);
    }

    private void WriteAgent() =>
        _nanoclaw.Env = """
            CLOUDFLARE_AGENT_ENDPOINT=https://agent.localhost:1
            CLOUDFLARE_AGENT_TOKEN=bearer-of-this-test
            CLOUDFLARE_ACCESS_CLIENT_ID=id.access
            CLOUDFLARE_ACCESS_CLIENT_SECRET=secret-of-this-test
            """;
}
