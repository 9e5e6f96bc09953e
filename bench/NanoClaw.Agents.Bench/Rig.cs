namespace NanoClaw.Agents.Bench;

/// <summary>The server and its two clients, which do the same run.</summary>
internal sealed record Rig(CannedServer Server, BareClient Bare, CloudflareAgentRuntime Runtime) : IAsyncDisposable
{
    private static readonly AgentRequest Request = new()
    {
        Prompt = "What is on today?",
        GroupFolder = "family",
        ChatJid = "123@g.us",
        IsMain = false,
    };
    private static readonly BareRequest BareBody = new("What is on today?", "family", "123@g.us", IsMain: false);

    public static async Task<Rig> StartAsync(int deltas)
    {
        var server = await CannedServer.StartAsync(deltas);
        var options = new CloudflareAgentOptions { Endpoint = server.Endpoint, CaFile = server.CaFile };
        return new Rig(server, new BareClient(server.Endpoint), new CloudflareAgentRuntime(options, new FixedCredentials()));
    }

    public Task<int> BareAsync() => Bare.RunAsync(BareBody);

    public async Task<int> AgentsAsync()
    {
        var length = 0;
        await foreach (var item in Runtime.StreamAsync(Request))
        {
            length += (item as AgentEvent.Delta)?.Text.Length ?? 0;
        }

        return length;
    }

    public async ValueTask DisposeAsync()
    {
        Bare.Dispose();
        Runtime.Dispose();
        await Server.DisposeAsync();
    }

    private sealed class FixedCredentials : IAgentCredentialSource
    {
        private readonly AgentCredentials _credentials = new()
        {
            Token = "token",
            AccessClientId = "id.access",
            AccessClientSecret = "secret",
        };

        public ValueTask<AgentCredentials> GetAsync(bool reread, CancellationToken cancellationToken) => ValueTask.FromResult(_credentials);
    }
}
