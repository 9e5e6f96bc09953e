using NanoClaw.LocalCloud;

namespace NanoClaw.Agents.AI.Tests;

/// <summary>The local cloud with a model on this machine, for the tests of one class; each test takes a group of its own.</summary>
public sealed class CloudFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nanoclaw-ai-").FullName;
    private RunningCloud? _cloud;
    private int _groups;

    internal ScriptedModel Model { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Model = await ScriptedModel.StartAsync();
        _cloud = await RunningCloud.StartAsync(
            new LocalCloudOptions
            {
                ProjectFolder = _folder,
                Model = ModelChoice.FromEnvironment(name =>
                    name switch
                    {
                        "ANTHROPIC_API_KEY" => "planted-model-key",
                        "ANTHROPIC_BASE_URL" => Model.Address,
                        _ => null,
                    }
                ),
                Port = 0,
            }
        );
    }

    /// <summary>A client of it, as another process would make one.</summary>
    public CloudflareAgentRuntime Connect() =>
        new(
            new CloudflareAgentOptions { Endpoint = _cloud!.Endpoint, CaFile = Path.Combine(_cloud.State.CertificateFolder, "authority.pem") },
            new StackCredentials(_cloud.Stack)
        );

    /// <summary>A group that no other test has.</summary>
    public RemoteGroup NewGroup() => new($"group-{Interlocked.Increment(ref _groups)}");

    /// <summary>What the model was asked of one prompt.</summary>
    internal int Asked(string prompt) => Model.Requests.Count(request => request.Contains(prompt, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        if (_cloud is not null)
        {
            await _cloud.DisposeAsync();
        }

        await Model.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class StackCredentials(EvaluatedStack stack) : IAgentCredentialSource
    {
        public ValueTask<AgentCredentials> GetAsync(bool reread, CancellationToken cancellationToken) =>
            new(
                new AgentCredentials
                {
                    Token = stack.Output("agentToken")!,
                    AccessClientId = stack.Output("accessClientId"),
                    AccessClientSecret = stack.Output("accessClientSecret"),
                }
            );
    }
}
