using System.Text.Json.Nodes;
using NanoClaw.Deployment.Pulumi;
using NanoClaw.Deployment.Rotation;

namespace NanoClaw.Deployment.Tests.Rotation;

/// <summary>What stops a rotation before it reaches the stack. How it ends is shown against a cloud, in the end-to-end tests.</summary>
public sealed class CredentialRotationTests : IDisposable
{
    private const string Settings = "# mine\nconfig:\n  nanoclaw:rotationVersion: 3 # now\n";

    private readonly FakePulumi _fake = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("nanoclaw-project-").FullName;
    private readonly CredentialRotation _rotation;

    public CredentialRotationTests()
    {
        File.WriteAllText(StackPath, Settings);
        _fake["prod"] = Deployed();
        _rotation = new(
            new PulumiCommandLine(new() { ProjectFolder = _folder, Executable = _fake.Executable }),
            new NoConfiguration(),
            new() { ProjectFolder = _folder, Stack = "prod" },
            _ => { }
        );
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string StackPath => Path.Combine(_folder, "Pulumi.prod.yaml");

    public void Dispose()
    {
        _fake.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("delete", "cloudflare:index/workersScript:WorkersScript")]
    [InlineData("replace", "cloudflare:index/workersScript:WorkersScript")]
    [InlineData("delete-replaced", "cloudflare:index/r2Bucket:R2Bucket")]
    [InlineData("create-replacement", "cloudflare:index/ruleset:Ruleset")]
    public async Task An_update_that_would_take_away_more_than_credentials_is_not_applied(string operation, string type)
    {
        var stack = Deployed();
        stack["steps"] = new JsonArray(
            new JsonObject
            {
                ["op"] = "delete",
                ["type"] = "random:index/randomBytes:RandomBytes",
                ["name"] = "token-v2",
            },
            new JsonObject
            {
                ["op"] = operation,
                ["type"] = type,
                ["name"] = "precious",
            }
        );
        _fake["prod"] = stack;

        var error = await Assert.ThrowsAsync<DeploymentException>(async () => await _rotation.RunAsync(await _rotation.LookAsync(Cancelled), Cancelled));

        Assert.Equal(DeploymentFailure.Dangerous, error.Failure);
        Assert.Contains($"{operation} precious", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("token-v2", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_fake.Calls, call => call.Step == "up");
    }

    [Theory]
    [InlineData("stack output", Settings)]
    [InlineData("preview", "# mine\nconfig:\n  nanoclaw:rotationVersion: 4 # now\n")]
    [InlineData("up", "# mine\nconfig:\n  nanoclaw:rotationVersion: 4 # now\n")]
    public async Task A_step_that_fails_leaves_what_the_same_call_goes_on_from(string step, string settings)
    {
        _fake.Fail(step, "something of its own");

        var error = await Assert.ThrowsAsync<DeploymentException>(async () => await _rotation.RunAsync(await _rotation.LookAsync(Cancelled), Cancelled));

        Assert.Contains("something of its own", error.Message, StringComparison.Ordinal);
        Assert.Equal(settings, await File.ReadAllTextAsync(StackPath, Cancelled));
    }

    [Fact]
    public async Task A_stack_that_is_not_deployed_is_deployed_first()
    {
        _fake["prod"] = new JsonObject { ["outputs"] = new JsonObject() };

        Assert.Contains(
            "pulumi up --stack prod",
            (await Assert.ThrowsAsync<DeploymentException>(() => _rotation.LookAsync(Cancelled))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_version_is_raised_once_however_often_it_is_asked_for()
    {
        Assert.True(_rotation.Raise(await _rotation.LookAsync(Cancelled)));
        Assert.False(_rotation.Raise(await _rotation.LookAsync(Cancelled)));
        Assert.Contains("rotationVersion: 4 # now", await File.ReadAllTextAsync(StackPath, Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_update_will_end_is_found_in_the_state_as_Pulumi_prints_it()
    {
        static JsonObject Secret(string value) =>
            new() { ["4dabf18193072939515e22adb298388d"] = "1b47061264138c4ac30d75fd1eb44270", ["plaintext"] = JsonValue.Create(value).ToJsonString() };
        static JsonObject Resource(string type, string name, JsonObject outputs) =>
            new()
            {
                ["urn"] = $"urn:pulumi:prod::nanoclaw::nanoclaw:index:Credentials${type}::{name}",
                ["type"] = type,
                ["outputs"] = outputs,
            };
        var state = new JsonObject
        {
            ["deployment"] = new JsonObject
            {
                ["resources"] = new JsonArray(
                    new JsonObject { ["urn"] = "urn:pulumi:prod::nanoclaw::pulumi:pulumi:Stack::nanoclaw-prod", ["type"] = "pulumi:pulumi:Stack" },
                    Resource("random:index/randomBytes:RandomBytes", "token-v2", new() { ["hex"] = Secret("t\"2") }),
                    Resource(
                        "cloudflare:index/zeroTrustAccessServiceToken:ZeroTrustAccessServiceToken",
                        "service-v2",
                        new() { ["clientId"] = "c2.access", ["clientSecret"] = Secret("s2") }
                    ),
                    Resource("random:index/randomBytes:RandomBytes", "token-v3", new() { ["hex"] = Secret("t3") })
                ),
            },
        };

        var (generation, credentials) = Assert.Single(RetiredCredentials.Read(state.ToJsonString()));

        Assert.Equal((2, "t\"2", "c2.access", "s2"), (generation, credentials.Token, credentials.AccessClientId, credentials.AccessClientSecret));
        Assert.Empty(RetiredCredentials.Read("no state"));
        Assert.Empty(RetiredCredentials.Read("[]"));
    }

    private static JsonObject Deployed() =>
        new()
        {
            ["outputs"] = new JsonObject
            {
                ["agentEndpoint"] = "https://agent.example.com",
                ["agentToken"] = "t3",
                ["accessClientId"] = "c3.access",
                ["accessClientSecret"] = "s3",
                ["credentialGeneration"] = 3,
            },
        };

    private sealed class NoConfiguration : ICredentialHolder
    {
        public string Name => "none";

        public HolderState Look(DeployedCredentials deployed) => HolderState.None;

        public HeldCredentials? Held() => null;

        public void Take(DeployedCredentials deployed) => Assert.Fail("There is nothing to write to.");
    }
}
