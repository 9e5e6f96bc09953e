using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NanoClaw.Agents;
using NanoClaw.Cli.Rotating;
using NanoClaw.Deployment.Pulumi;
using NanoClaw.Deployment.Rotation;
using NanoClaw.Deployment.StackFiles;
using NanoClaw.Deployment.Tests;
using NanoClaw.LocalCloud;

namespace NanoClaw.EndToEnd.Tests.Rotating;

/// <summary>
/// The local cloud as what the Pulumi CLI deploys to: what <c>nanoclaw rotate</c> makes of a stack's file is brought up
/// here, with a Worker in workerd.
/// </summary>
internal sealed class RotatedCloud : IAsyncDisposable
{
    public const string Stack = "prod";

    // Credentials are what is tested here, and nothing else shall refuse.
    private static readonly Dictionary<string, string> Unlimited = new(StringComparer.Ordinal)
    {
        ["edgeRateLimit"] = "100000",
        ["tokenRateLimit"] = "100000",
        ["ipRateLimit"] = "100000",
        ["runsPerDay"] = "100000",
        ["runsPerMonth"] = "100000",
    };

    private readonly TemporaryProject _project = new();
    private readonly Dictionary<int, AgentCredentials> _made = [];
    private RunningCloud _cloud = null!;
    private WebApplication _hook = null!;
    private TaskCompletionSource _updating = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FakePulumi Pulumi { get; } = new();

    public string EnvFile => Path.Combine(_project.Folder, ".env");

    /// <summary>The stack's file as it is now.</summary>
    public StackFile File => new StackFolder(_project.Folder).Demand(Stack);

    /// <summary>The credentials of every generation so far.</summary>
    public IReadOnlyDictionary<int, AgentCredentials> Made => _made;

    /// <summary>Ends when the next update has reached the cloud, and not yet come to an end.</summary>
    public Task NextUpdate
    {
        get
        {
            _updating = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _updating.Task;
        }
    }

    /// <summary>Whether updates are said to be done and reach nothing, as behind a Worker that is not the stack's.</summary>
    public bool ReachesNothing { get; set; }

    /// <summary>The rotation in this process, which waits for no network to learn of it.</summary>
    public CredentialRotation RotationWithoutPatience() =>
        new(
            new PulumiCommandLine(new() { ProjectFolder = _project.Folder, Executable = Pulumi.Executable }),
            new EnvFileHolder(EnvFile),
            new()
            {
                ProjectFolder = _project.Folder,
                Stack = Stack,
                Patience = TimeSpan.Zero,
            },
            _ => { }
        );

    public static async Task<RotatedCloud> StartAsync()
    {
        var it = new RotatedCloud();
        it._cloud = await RunningCloud.StartAsync(
            new LocalCloudOptions
            {
                ProjectFolder = it._project.Folder,
                Model = ModelChoice.FromEnvironment(_ => null),
                Overrides = Unlimited,
                Port = 0,
            },
            cancellationToken: TestContext.Current.CancellationToken
        );
        await it.ServeAsync();
        it.Pulumi[Stack] = it.State(1, keepsPrevious: true);
        Assert.Equal(0, (await it.RunAsync("config", "pull", "--stack", Stack)).Code);
        return it;
    }

    /// <summary>A command in the stack's folder, with this cloud behind its <c>pulumi</c>.</summary>
    public NanoClawProcess Start(params string[] args) =>
        NanoClawProcess.Start(_project.Folder, new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = Pulumi.SearchPath }, args);

    /// <summary>The same, run to its end.</summary>
    public async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        await using var command = Start(args);
        var code = await command.WaitAsync();
        return (code, command.Output, command.Error);
    }

    /// <summary>Whether credentials are taken, asked from outside.</summary>
    public async Task<bool> TakesAsync(AgentCredentials credentials)
    {
        using var probe = new EndpointProbe(new() { Endpoint = _cloud.Endpoint, CaFile = Path.Combine(_cloud.State.CertificateFolder, "authority.pem") });
        try
        {
            await probe.CheckCredentialsAsync(credentials, TestContext.Current.CancellationToken);
            return true;
        }
        catch (Exception refusal) when (refusal is AgentUnauthorizedException or AgentAccessDeniedException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _hook.DisposeAsync();
        await _cloud.DisposeAsync();
        Pulumi.Dispose();
        _project.Dispose();
    }

    private async Task ServeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _hook = builder.Build();
        _hook.MapPost("/", AnswerAsync);
        await _hook.StartAsync(TestContext.Current.CancellationToken);
        Pulumi.DeployBy(new Uri(_hook.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()));
    }

    private async Task<IResult> AnswerAsync(HttpRequest request)
    {
        var asked = await JsonNode.ParseAsync(request.Body);
        var file = File;
        var version = file.Number("rotationVersion", otherwise: 1);
        if ((string)asked!["step"]! == "preview")
        {
            return Results.Text(new JsonObject { ["steps"] = Steps(version) }.ToJsonString());
        }

        _updating.TrySetResult();
        var keepsPrevious = file.Scalar("keepPreviousCredentials") != "false";

        if (ReachesNothing)
        {
            var pretended = State(version - 1, keepsPrevious);
            pretended["outputs"]!["credentialGeneration"] = version;
            return Results.Text(pretended.ToJsonString());
        }

        // As Cloudflare's API: what has reached it is done, whether or not who asked is still there.
        await _cloud.UpdateAsync(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["rotationVersion"] = $"{version}",
                ["keepPreviousCredentials"] = keepsPrevious ? "true" : "false",
            },
            CancellationToken.None
        );
        return Results.Text(State(version, keepsPrevious).ToJsonString());
    }

    private JsonObject State(int version, bool keepsPrevious)
    {
        var outputs = JsonNode.Parse(System.IO.File.ReadAllText(_cloud.State.OutputsFile))!.AsObject();
        _made[version] = new()
        {
            Token = (string)outputs["agentToken"]!,
            AccessClientId = (string)outputs["accessClientId"]!,
            AccessClientSecret = (string)outputs["accessClientSecret"]!,
        };
        var valid = keepsPrevious ? [version, version - 1] : new[] { version };
        return new JsonObject
        {
            ["outputs"] = outputs,
            ["resources"] = new JsonArray([.. valid.Where(_made.ContainsKey).SelectMany(generation => Resources(generation, _made[generation]))]),
        };
    }

    // The form in which `pulumi stack export --show-secrets` prints a state.
    private static IEnumerable<JsonNode> Resources(int generation, AgentCredentials credentials) =>
        [
            Resource("random:index/randomBytes:RandomBytes", $"token-v{generation}", new JsonObject { ["hex"] = Secret(credentials.Token) }),
            Resource(
                "cloudflare:index/zeroTrustAccessServiceToken:ZeroTrustAccessServiceToken",
                $"service-v{generation}",
                new JsonObject { ["clientId"] = credentials.AccessClientId, ["clientSecret"] = Secret(credentials.AccessClientSecret!) }
            ),
        ];

    private static JsonObject Resource(string type, string name, JsonObject outputs) =>
        new()
        {
            ["urn"] = $"urn:pulumi:{Stack}::nanoclaw::nanoclaw:index:Credentials${type}::{name}",
            ["type"] = type,
            ["outputs"] = outputs,
        };

    private static JsonObject Secret(string value) =>
        new() { ["4dabf18193072939515e22adb298388d"] = "1b47061264138c4ac30d75fd1eb44270", ["plaintext"] = JsonValue.Create(value).ToJsonString() };

    private static JsonArray Steps(int version) =>
        [
            new JsonObject
            {
                ["op"] = "create",
                ["type"] = "random:index/randomBytes:RandomBytes",
                ["name"] = $"token-v{version}",
            },
            new JsonObject
            {
                ["op"] = "update",
                ["type"] = "cloudflare:index/workersScript:WorkersScript",
                ["name"] = "worker",
            },
            new JsonObject
            {
                ["op"] = "delete",
                ["type"] = "random:index/randomBytes:RandomBytes",
                ["name"] = $"token-v{version - 2}",
            },
        ];
}
