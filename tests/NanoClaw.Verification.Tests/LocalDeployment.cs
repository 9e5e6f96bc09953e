using System.Text.Json.Nodes;
using NanoClaw.Agents;
using NanoClaw.LocalCloud;

namespace NanoClaw.Verification.Tests;

/// <summary>The real local cloud, for the tests of one class; each may weaken what it brought up, and it stands whole again afterwards.</summary>
public sealed class LocalDeployment : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nanoclaw-verify-").FullName;
    private RunningCloud _cloud = null!;
    private SpentCredentials _spent = null!;

    public VerificationTarget Target { get; private set; } = null!;

    internal string State(string file) => Path.Combine(_cloud.State.Folder, file);

    internal RunningCloud Cloud => _cloud;

    public async ValueTask InitializeAsync()
    {
        _cloud = await RunningCloud.StartAsync(
            new LocalCloudOptions
            {
                ProjectFolder = _folder,
                Model = ModelChoice.FromEnvironment(_ => null),
                Port = 0,
                Overrides = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    // A verification in a test does not wait between its requests; nor may these limits answer in the place of what is looked at.
                    ["edgeRateLimit"] = "100000",
                    ["tokenRateLimit"] = "1000",
                    ["ipRateLimit"] = "1000",
                    // So that there is a generation before the previous one.
                    ["rotationVersion"] = "3",
                },
            }
        );
        _spent = await SpentCredentials.ReadAsync(_folder, StackName.Local, CancellationToken.None);
        Target = Aim();
    }

    /// <summary>Makes some checks, without a pause between them.</summary>
    internal Task<VerificationReport> VerifyAsync(CheckSelection selection, VerificationTarget? target = null, IProgress<CheckResult>? progress = null) =>
        new Verifier(target ?? Target, TimeProvider.System) { Pace = TimeSpan.Zero }.RunAsync(
            VerificationPlan.Of(selection),
            progress,
            TestContext.Current.CancellationToken
        );

    /// <summary>Some checks against the deployment as it is when something of what it declares has been changed.</summary>
    internal async Task<VerificationReport> VerifyWeakenedAsync(Func<DeclaredStack, DeclaredStack> change, params string[] only)
    {
        var whole = _cloud.Stack.Declared;
        await _cloud.DepartAsync(change);
        try
        {
            return await VerifyAsync(new CheckSelection { Only = only, Flood = 60 });
        }
        finally
        {
            await _cloud.DepartAsync(_ => whole);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _cloud.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private VerificationTarget Aim()
    {
        var outputs = JsonNode.Parse(File.ReadAllText(_cloud.State.OutputsFile))!;
        string Output(string name) => outputs[name]!.GetValue<string>();
        return new VerificationTarget
        {
            Endpoint = new Uri(Output("agentEndpoint")),
            PlainEndpoint = new Uri(Output(LocalOutputs.PlainEndpoint)),
            CaFile = Output(LocalOutputs.CaFile),
            WorkersDev = Output(LocalOutputs.WorkersDev),
            Preview = $"0123abcd-{Output(LocalOutputs.WorkersDev)}",
            Credentials = new AgentCredentials
            {
                Token = Output("agentToken"),
                AccessClientId = Output("accessClientId"),
                AccessClientSecret = Output("accessClientSecret"),
            },
            Other = Of(_spent.OfAnother),
            Expired = Of(_spent.Ended),
            Retired = Of(_spent.Retired!),
        };
    }

    private static Spent Of(LocalCredentials credentials) =>
        Spent.Of(
            new AgentCredentials
            {
                Token = credentials.Token,
                AccessClientId = credentials.ClientId,
                AccessClientSecret = credentials.ClientSecret,
            }
        );
}
