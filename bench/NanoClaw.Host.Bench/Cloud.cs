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
        Runtime = new CloudflareAgentRuntime(
            new CloudflareAgentOptions { Endpoint = running.Endpoint, CaFile = Path.Combine(running.State.CertificateFolder, "authority.pem") },
            new StackCredentials(running.Stack));
    }

    public CloudflareAgentRuntime Runtime { get; }

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

    private sealed class StackCredentials(EvaluatedStack stack) : IAgentCredentialSource
    {
        private readonly AgentCredentials _credentials = new()
        {
            Token = stack.Output("agentToken")!,
            AccessClientId = stack.Output("accessClientId")!,
            AccessClientSecret = stack.Output("accessClientSecret")!,
        };

        public ValueTask<AgentCredentials> GetAsync(bool reread, CancellationToken cancellationToken) => ValueTask.FromResult(_credentials);
    }
}
