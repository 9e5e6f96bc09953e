using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using NanoClaw.Deployment.Tests;

namespace NanoClaw.Cli.Tests.Rotating;

/// <summary>What the command says and asks. How it rotates is shown in the end-to-end tests.</summary>
[Trait("Starts", "a process")]
public sealed class RotateCommandTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly FakePulumi _pulumi = new();
    private readonly CommandLine _nanoclaw = new() { Time = new FakeTimeProvider(Now) };

    public RotateCommandTests()
    {
        _nanoclaw.Environment["PATH"] = _pulumi.SearchPath;
        File.WriteAllText(StackPath, "config:\n  nanoclaw:rotationVersion: 3\n");
        Deploy(3, "2026-11-20T12:00:00Z");
    }

    private string StackPath => Path.Combine(_nanoclaw.Folder, "Pulumi.prod.yaml");

    public void Dispose()
    {
        _pulumi.Dispose();
        _nanoclaw.Dispose();
    }

    [Theory]
    [InlineData("2026-11-20T12:00:00Z", 30, 0, "made 10 days ago (2026-11-20)")]
    [InlineData("2026-10-31T12:00:00Z", 30, 1, "It is time: nanoclaw rotate --stack prod")]
    [InlineData("2026-11-20T12:00:00Z", 10, 1, "It is time")]
    [InlineData("", 30, 1, "of an age that the stack does not tell")]
    public async Task Check_goes_by_the_age_that_the_stack_tells_and_changes_nothing(string createdAt, int days, int code, string words)
    {
        Deploy(3, createdAt);

        Assert.Equal(code, await _nanoclaw.RunAsync(["rotate", "--stack", "prod", "--check", "--days", $"{days}"]));
        Assert.Contains(words, _nanoclaw.Output, StringComparison.Ordinal);
        Assert.Equal("config:\n  nanoclaw:rotationVersion: 3\n", await File.ReadAllTextAsync(StackPath, TestContext.Current.CancellationToken));
        Assert.All(_pulumi.Calls, call => Assert.Equal("stack output", call.Step));
    }

    [Theory]
    [InlineData("2026-11-20T12:00:00Z", 30, false, false, 3)]
    [InlineData("2026-10-20T12:00:00Z", 30, true, true, 4)]
    [InlineData("2026-11-20T12:00:00Z", 0, true, true, 4)]
    public async Task The_first_half_raises_the_file_where_it_is_due(string createdAt, int days, bool raised, bool underWay, int version)
    {
        Deploy(3, createdAt);

        Assert.Equal(0, await _nanoclaw.RunAsync(["rotate", "--stack", "prod", "--raise-only", "--days", $"{days}", "--json"]));
        var told = JsonNode.Parse(_nanoclaw.Output)!;
        Assert.Equal((raised, underWay, version), ((bool)told["raised"]!, (bool)told["isUnderWay"]!, (int)told["fileVersion"]!));
        Assert.Contains(
            $"rotationVersion: {version}\n",
            await File.ReadAllTextAsync(StackPath, TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );

        // And once: what is raised is not raised again before it is applied.
        Assert.Equal(0, await _nanoclaw.RunAsync(["rotate", "--stack", "prod", "--raise-only", "--days", $"{days}", "--json"]));
        Assert.Equal((false, underWay), ((bool)JsonNode.Parse(_nanoclaw.Output)!["raised"]!, (bool)JsonNode.Parse(_nanoclaw.Output)!["isUnderWay"]!));
    }

    [Fact]
    public async Task Credentials_of_an_unknown_age_are_not_rotated_by_a_schedule()
    {
        Deploy(3, "");

        Assert.Equal(1, await _nanoclaw.RunAsync(["rotate", "--stack", "prod", "--raise-only"]));
        Assert.Contains("rotationVersion: 3", await File.ReadAllTextAsync(StackPath, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_will_do_is_shown_and_without_anybody_to_confirm_it_nothing_is_done()
    {
        Assert.Equal(2, await _nanoclaw.RunAsync(["rotate", "--stack", "prod"]));
        Assert.Contains("- raise rotationVersion in Pulumi.prod.yaml to 4", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.Contains("- update it: generation 4 is made, 3 stays valid, older ones are ended", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.Contains("say --yes", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.Contains("rotationVersion: 3", await File.ReadAllTextAsync(StackPath, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_env_file_of_another_agent_is_left_alone_and_one_with_older_credentials_is_taken_up()
    {
        _nanoclaw.Env = "CLOUDFLARE_AGENT_ENDPOINT=https://other.example.com\nCLOUDFLARE_AGENT_TOKEN=t9\n";
        await _nanoclaw.RunAsync(["rotate", "--stack", "prod"]);
        Assert.Contains("- leave .env alone: it is of another agent", _nanoclaw.Error, StringComparison.Ordinal);

        _nanoclaw.Env = "CLOUDFLARE_AGENT_ENDPOINT=https://agent.example.com\nCLOUDFLARE_AGENT_TOKEN=t2\n";
        await _nanoclaw.RunAsync(["rotate", "--stack", "prod"]);
        Assert.Contains("- take up the rotation to generation 3 where it stopped: the stack has it, .env does not", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("raise", _nanoclaw.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--check", "--leaked")]
    [InlineData("--check", "--take-up")]
    [InlineData("--days", "-1")]
    [InlineData("--days", "soon")]
    public async Task What_makes_no_sense_together_is_refused(params string[] options)
    {
        Assert.Equal(2, await _nanoclaw.RunAsync(["rotate", "--stack", "prod", .. options]));
        Assert.Empty(_pulumi.Calls);
    }

    [Fact]
    public async Task No_secret_is_shown()
    {
        await _nanoclaw.RunAsync(["rotate", "--stack", "prod", "--leaked"]);
        Assert.DoesNotContain("planted", _nanoclaw.Output + _nanoclaw.Error, StringComparison.Ordinal);
    }

    private void Deploy(int generation, string createdAt) =>
        _pulumi["prod"] = new JsonObject
        {
            ["outputs"] = new JsonObject
            {
                ["agentEndpoint"] = "https://agent.example.com",
                ["agentToken"] = new JsonObject { ["secret"] = "the-planted-token" },
                ["accessClientId"] = "c3.access",
                ["accessClientSecret"] = new JsonObject { ["secret"] = "the-planted-secret" },
                ["credentialGeneration"] = generation,
                ["credentialCreatedAt"] = createdAt,
                ["credentialExpiresAt"] = "2027-11-20T12:00:00Z",
            },
        };
}
