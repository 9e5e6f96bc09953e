using NanoClaw.Agents;
using NanoClaw.LocalCloud;

namespace NanoClaw.Host.Bench;

/// <summary>The stack <c>local</c> with the instant model behind it, and the client that a process would have of it.</summary>
internal sealed class Cloud : IAsyncDisposable
{
    private readonly InstantModel _model;
    private readonly RunningCloud _running;

    private Cloud(InstantModel model, RunningCloud running)
    {
        _model = model;
        _running = running;
        Environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [AgentConfigurationKeys.Endpoint] = running.Endpoint.ToString(),
            [AgentConfigurationKeys.CaFile] = Path.Combine(running.State.CertificateFolder, "authority.pem"),
            [AgentConfigurationKeys.Token] = running.Stack.Output("agentToken"),
            [AgentConfigurationKeys.AccessClientId] = running.Stack.Output("accessClientId"),
            [AgentConfigurationKeys.AccessClientSecret] = running.Stack.Output("accessClientSecret"),
        };
        Runtime = RuntimeOf(Environment.GetValueOrDefault);
    }

    /// <summary>The settings of a process that uses this cloud.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; }

    public CloudflareAgentRuntime Runtime { get; }

    public static CloudflareAgentRuntime RuntimeOfEnvironment() => RuntimeOf(System.Environment.GetEnvironmentVariable);

    public static async Task<Cloud> StartAsync(string folder)
    {
        var model = await InstantModel.StartAsync();
        var running = await RunningCloud.StartAsync(new LocalCloudOptions
        {
            ProjectFolder = folder,
            Model = ModelChoice.FromEnvironment(variable => variable switch
            {
                "ANTHROPIC_API_KEY" => "unused",
                "ANTHROPIC_BASE_URL" => model.Address,
                _ => null,
            }),
            // What is measured is a run, not the limits of its number.
            Overrides = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["edgeRateLimit"] = "1000000",
                ["tokenRateLimit"] = "100000",
                ["ipRateLimit"] = "100000",
                ["runsPerDay"] = "1000000",
                ["runsPerMonth"] = "1000000",
            },
            Port = 0,
        });
        return new Cloud(model, running);
    }

    public async ValueTask DisposeAsync()
    {
        Runtime.Dispose();
        await _running.DisposeAsync();
        await _model.DisposeAsync();
    }

    private static CloudflareAgentRuntime RuntimeOf(Func<string, string?> setting) => new(
        new CloudflareAgentOptions { Endpoint = new Uri(setting(AgentConfigurationKeys.Endpoint)!), CaFile = setting(AgentConfigurationKeys.CaFile) },
        new FixedCredentials(new AgentCredentials
        {
            Token = setting(AgentConfigurationKeys.Token)!,
            AccessClientId = setting(AgentConfigurationKeys.AccessClientId),
            AccessClientSecret = setting(AgentConfigurationKeys.AccessClientSecret),
        }));

    private sealed class FixedCredentials(AgentCredentials credentials) : IAgentCredentialSource
    {
        public ValueTask<AgentCredentials> GetAsync(bool reread, CancellationToken cancellationToken) => ValueTask.FromResult(credentials);
    }
}
