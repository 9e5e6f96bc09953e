using System.Globalization;
using NanoClaw.Agents;
using NanoClaw.LocalCloud;

namespace NanoClaw.Soak.Tests;

/// <summary>The local cloud with the faulty model behind it and the network that breaks in front of it.</summary>
internal sealed class Cloud : IAsyncDisposable, IAgentCredentialSource
{
    private readonly RunningCloud _running;
    private volatile AgentCredentials _credentials;
    private int _rotation = 1;

    private Cloud(FaultyModel model, RunningCloud running, TimeProvider time)
    {
        Model = model;
        _running = running;
        _credentials = Read(running.Stack);
        Network = new CuttingProxy(running.Endpoint.Port);
        Client = new CloudflareAgentRuntime(
            new CloudflareAgentOptions
            {
                Endpoint = new UriBuilder(running.Endpoint) { Port = Network.Port }.Uri,
                CaFile = Path.Combine(running.State.CertificateFolder, "authority.pem"),
            },
            this,
            time: time);
    }

    public FaultyModel Model { get; }

    public CuttingProxy Network { get; }

    public CloudflareAgentRuntime Client { get; }

    public static async Task<Cloud> StartAsync(string folder, int seed, TimeProvider time)
    {
        var model = await FaultyModel.StartAsync(seed);
        var running = await RunningCloud.StartAsync(
            new LocalCloudOptions
            {
                ProjectFolder = folder,
                Model = ModelChoice.FromEnvironment(variable => variable switch
                {
                    "ANTHROPIC_API_KEY" => "unused",
                    "ANTHROPIC_BASE_URL" => model.Address,
                    _ => null,
                }),
                Overrides = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["edgeRateLimit"] = "1000000",
                    ["tokenRateLimit"] = "100000",
                    ["ipRateLimit"] = "100000",
                    ["runsPerDay"] = "1000000",
                    ["runsPerMonth"] = "1000000",
                },
                Port = 0,
            },
            cancellationToken: TestContext.Current.CancellationToken);
        return new Cloud(model, running, time);
    }

    /// <summary>Deploys again with new credentials: the Worker restarts, and what ran in it goes on.</summary>
    public async Task DeployAsync()
    {
        await _running.UpdateAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["rotationVersion"] = (++_rotation).ToString(CultureInfo.InvariantCulture) });
        _credentials = Read(_running.Stack);
    }

    public ValueTask<AgentCredentials> GetAsync(bool reread, CancellationToken cancellationToken) => ValueTask.FromResult(_credentials);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Network.DisposeAsync();
        await _running.DisposeAsync();
        await Model.DisposeAsync();
    }

    private static AgentCredentials Read(EvaluatedStack stack) => new()
    {
        Token = stack.Output("agentToken")!,
        AccessClientId = stack.Output("accessClientId")!,
        AccessClientSecret = stack.Output("accessClientSecret")!,
    };
}
