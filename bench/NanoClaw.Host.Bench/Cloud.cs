using NanoClaw.Agents;
using NanoClaw.LocalCloud;
using NanoClaw.Soak.Tests.Support;

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
        var credentials = UnlimitedCloud.CredentialsOf(running.Stack);
        Environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [AgentConfigurationKeys.Endpoint] = running.Endpoint.ToString(),
            [AgentConfigurationKeys.CaFile] = UnlimitedCloud.CaFileOf(running),
            [AgentConfigurationKeys.Token] = credentials.Token,
            [AgentConfigurationKeys.AccessClientId] = credentials.AccessClientId,
            [AgentConfigurationKeys.AccessClientSecret] = credentials.AccessClientSecret,
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
        // What is measured is a run, not the limits of its number.
        var running = await RunningCloud.StartAsync(UnlimitedCloud.OptionsOf(folder, model.Address));
        return new Cloud(model, running);
    }

    public async ValueTask DisposeAsync()
    {
        Runtime.Dispose();
        await _running.DisposeAsync();
        await _model.DisposeAsync();
    }

    private static CloudflareAgentRuntime RuntimeOf(Func<string, string?> setting) =>
        new(
            new CloudflareAgentOptions { Endpoint = new Uri(setting(AgentConfigurationKeys.Endpoint)!), CaFile = setting(AgentConfigurationKeys.CaFile) },
            new FixedCredentials(
                new AgentCredentials
                {
                    Token = setting(AgentConfigurationKeys.Token)!,
                    AccessClientId = setting(AgentConfigurationKeys.AccessClientId),
                    AccessClientSecret = setting(AgentConfigurationKeys.AccessClientSecret),
                }
            )
        );

    private sealed class FixedCredentials(AgentCredentials credentials) : IAgentCredentialSource
    {
        public ValueTask<AgentCredentials> GetAsync(bool reread, CancellationToken cancellationToken) => ValueTask.FromResult(credentials);
    }
}
