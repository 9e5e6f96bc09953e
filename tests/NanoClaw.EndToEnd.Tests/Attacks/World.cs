using NanoClaw.Home.Asking;
using NanoClaw.LocalCloud;

namespace NanoClaw.EndToEnd.Tests.Attacks;

/// <summary>One cloud for all attacks: the edge, workerd, the obedient model, and a web in which every address is seen.</summary>
public sealed class World : IAsyncLifetime
{
    private readonly TemporaryProject _project = new();
    private AgentConnection? _connection;

    internal ObedientModel Model { get; private set; } = null!;

    internal HostileWeb Web { get; private set; } = null!;

    internal RunningCloud Cloud { get; private set; } = null!;

    internal Agents.IAgentRuntime Runtime => _connection!.Runtime;

    /// <summary>What opens the cloud.</summary>
    internal IReadOnlyList<string> Credentials => [ObedientModel.Key, Cloud.Stack.Output("agentToken")!, Cloud.Stack.Output("accessClientSecret")!];

    public async ValueTask InitializeAsync()
    {
        Model = await ObedientModel.StartAsync();
        Web = await HostileWeb.StartAsync();
        Cloud = await RunningCloud.StartAsync(
            new LocalCloudOptions
            {
                ProjectFolder = _project.Folder,
                Model = ModelChoice.FromEnvironment(name =>
                    name switch
                    {
                        "ANTHROPIC_API_KEY" => ObedientModel.Key,
                        "ANTHROPIC_BASE_URL" => Model.Address,
                        _ => null,
                    }
                ),
                Overrides = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["edgeRateLimit"] = "10000",
                    ["tokenRateLimit"] = "10000",
                    ["ipRateLimit"] = "10000",
                    ["runsPerDay"] = "100000",
                    ["runsPerMonth"] = "100000",
                },
                Port = 0,
                Web = Web.Address,
            },
            cancellationToken: TestContext.Current.CancellationToken
        );
        Dev.AgentConfigurationFile.Write(Cloud.State);
        _connection = AgentConnection.OpenFile(Cloud.State.AgentConfigurationFile);
    }

    public async ValueTask DisposeAsync()
    {
        await (_connection?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Cloud?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Web.DisposeAsync();
        await Model.DisposeAsync();
        _project.Dispose();
    }
}
