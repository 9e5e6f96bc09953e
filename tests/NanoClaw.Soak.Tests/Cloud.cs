using System.Globalization;
using NanoClaw.Agents;
using NanoClaw.LocalCloud;
using NanoClaw.Soak.Tests.Support;

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
        _credentials = UnlimitedCloud.CredentialsOf(running.Stack);
        Network = new CuttingProxy(running.Endpoint.Port);
        Client = new CloudflareAgentRuntime(
            new CloudflareAgentOptions { Endpoint = new UriBuilder(running.Endpoint) { Port = Network.Port }.Uri, CaFile = UnlimitedCloud.CaFileOf(running) },
            this,
            time: time
        );
    }

    public FaultyModel Model { get; }

    public CuttingProxy Network { get; }

    public CloudflareAgentRuntime Client { get; }

    public static async Task<Cloud> StartAsync(string folder, int seed, TimeProvider time)
    {
        var model = await FaultyModel.StartAsync(seed);
        var running = await RunningCloud.StartAsync(UnlimitedCloud.OptionsOf(folder, model.Address), cancellationToken: TestContext.Current.CancellationToken);
        return new Cloud(model, running, time);
    }

    /// <summary>Deploys again with new credentials: the Worker restarts, and what ran in it goes on.</summary>
    public async Task DeployAsync()
    {
        await _running.UpdateAsync(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["rotationVersion"] = (++_rotation).ToString(CultureInfo.InvariantCulture) }
        );
        _credentials = UnlimitedCloud.CredentialsOf(_running.Stack);
    }

    public ValueTask<AgentCredentials> GetAsync(bool reread, CancellationToken cancellationToken) => ValueTask.FromResult(_credentials);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Network.DisposeAsync();
        await _running.DisposeAsync();
        await Model.DisposeAsync();
    }
}
