using System.Text.Json.Nodes;
using NanoClaw.Deployment.Pulumi;

namespace NanoClaw.Deployment.Tests.Pulumi;

public sealed class PulumiCommandLineTests : IDisposable
{
    private const string Secret = "sk-the-planted-key";

    private readonly FakePulumi _fake = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("nanoclaw-project-").FullName;
    private readonly PulumiCommandLine _pulumi;

    public PulumiCommandLineTests()
    {
        _fake["prod"] = new JsonObject
        {
            ["outputs"] = new JsonObject
            {
                ["agentEndpoint"] = "https://agent.example.com",
                ["agentToken"] = new JsonObject { ["secret"] = "t0" },
            },
            ["config"] = new JsonObject { ["nanoclaw:zone"] = "example.com" },
        };
        _pulumi = new(new() { ProjectFolder = _folder, Executable = PulumiSurroundings.Find(_fake.SearchPath) });
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _fake.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_outputs_come_with_their_secrets() =>
        Assert.Equal("t0", (string?)JsonNode.Parse(await _pulumi.StackOutputsAsync("prod", Cancelled))!["agentToken"]);

    [Fact]
    public async Task A_secret_is_set_by_standard_input_and_is_in_no_argument()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "Pulumi.prod.yaml"), "# mine\nconfig:\n  nanoclaw:zone: example.com\n", Cancelled);

        await SetAsync("nanoclaw:modelApiKey", Secret);

        var call = Assert.Single(_fake.Calls);
        Assert.Equal(Secret, call.Input);
        Assert.DoesNotContain(call.Arguments, argument => argument.Contains(Secret, StringComparison.Ordinal));
        Assert.Contains("--secret", call.Arguments);
        Assert.StartsWith("# mine\n", await File.ReadAllTextAsync(Path.Combine(_folder, "Pulumi.prod.yaml"), Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_to_set_a_secret_does_not_repeat_it()
    {
        _fake.Fail("config set", $"cannot encrypt {Secret}");

        var error = await Assert.ThrowsAsync<DeploymentException>(() => SetAsync("modelApiKey", Secret));

        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        Assert.Contains("cannot encrypt [secret]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stack_is_looked_for_and_made()
    {
        Assert.True(await _pulumi.StackExistsAsync("prod", Cancelled));
        Assert.False(await _pulumi.StackExistsAsync("mine", Cancelled));
        await _pulumi.InitStackAsync("mine", Cancelled);
        Assert.True(await _pulumi.StackExistsAsync("mine", Cancelled));
    }

    [Fact]
    public async Task A_preview_names_what_would_change()
    {
        var state = _fake["prod"];
        state["steps"] = new JsonArray(
            new JsonObject
            {
                ["op"] = "same",
                ["type"] = "cloudflare:index/ruleset:Ruleset",
                ["name"] = "zone-custom",
            },
            new JsonObject
            {
                ["op"] = "create",
                ["type"] = "random:index/randomBytes:RandomBytes",
                ["name"] = "token-v2",
            },
            new JsonObject
            {
                ["op"] = "delete",
                ["type"] = "random:index/randomBytes:RandomBytes",
                ["name"] = "token-v0",
            }
        );
        _fake["prod"] = state;

        var preview = await _pulumi.PreviewAsync("prod", refresh: true, Cancelled);

        Assert.Equal(
            [new("create", "random:index/randomBytes:RandomBytes", "token-v2"), new PulumiStep("delete", "random:index/randomBytes:RandomBytes", "token-v0")],
            preview.Changes
        );
        Assert.Equal([false, false, true], preview.Steps.Select(step => step.IsEnd));
        Assert.Contains("--refresh", Assert.Single(_fake.Calls).Arguments);
    }

    [Fact]
    public async Task An_update_tells_what_it_does_line_by_line()
    {
        var lines = new List<string>();

        await _pulumi.UpAsync("prod", lines.Add, Cancelled);

        Assert.Contains("Updating (prod)", lines);
        Assert.Contains("--yes", Assert.Single(_fake.Calls).Arguments);
    }

    [Theory]
    [InlineData(
        "the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.",
        "pulumi cancel --stack prod",
        DeploymentFailure.Conflict
    )]
    [InlineData("[409] Conflict: Another update is currently in progress.", "pulumi cancel --stack prod", DeploymentFailure.Conflict)]
    [InlineData("no stack named 'prod' found", "pulumi stack init prod", DeploymentFailure.Failed)]
    [InlineData("PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions", "pulumi login", DeploymentFailure.Usage)]
    [InlineData(
        "constructing secrets manager of type \"passphrase\": passphrase must be set with PULUMI_CONFIG_PASSPHRASE",
        "Set PULUMI_CONFIG_PASSPHRASE",
        DeploymentFailure.Usage
    )]
    [InlineData("update failed", "run the same command again", DeploymentFailure.Failed)]
    public async Task A_failure_says_what_to_do(string words, string cure, DeploymentFailure failure)
    {
        _fake.Fail("up", words);

        var error = await Assert.ThrowsAsync<DeploymentException>(() => _pulumi.UpAsync("prod", _ => { }, Cancelled));

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Contains(cure, error.Message, StringComparison.Ordinal);
        Assert.Equal(failure, error.Failure);
    }

    [Fact]
    public async Task An_update_that_is_stopped_is_interrupted_and_may_finish_what_it_is_at()
    {
        _fake.Hang("up");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var update = _pulumi.UpAsync("prod", _ => { }, stop.Token);
        await UntilAsync(() => _fake.HangsAt("up"));

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => update);
        Assert.True(_fake.WasInterruptedAt("up"));
    }

    [Fact]
    public async Task What_only_reads_is_ended_at_once()
    {
        _fake.Hang("stack output");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var outputs = _pulumi.StackOutputsAsync("prod", stop.Token);
        await UntilAsync(() => _fake.HangsAt("stack output"));

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => outputs);
        Assert.False(_fake.WasInterruptedAt("stack output"));
    }

    [Fact]
    public async Task Without_the_program_it_is_said_where_to_get_it()
    {
        var nowhere = new PulumiCommandLine(new() { ProjectFolder = _folder, Executable = Path.Combine(_folder, "pulumi") });

        var error = await Assert.ThrowsAsync<DeploymentException>(() => nowhere.WhoAmIAsync(Cancelled));

        Assert.Contains("https://www.pulumi.com/docs/install", error.Message, StringComparison.Ordinal);
        Assert.Equal(DeploymentFailure.Usage, error.Failure);
    }

    private Task SetAsync(string key, string value) => _pulumi.ChangeAsync(["config", "set", key, "--secret"], "prod", value, $"set '{key}'", Cancelled);

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (!isSo())
        {
            await Task.Delay(20, patience.Token);
        }
    }
}
