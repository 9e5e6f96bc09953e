using NanoClaw.LocalCloud;

namespace NanoClaw.Consumers.Tests;

/// <summary>The local cloud with its demo model, and the settings by which another process finds it.</summary>
public sealed class DemoCloud : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nanoclaw-consumers-").FullName;
    private RunningCloud? _cloud;

    /// <summary>The settings of a process that asks its agent.</summary>
    internal IReadOnlyList<(string Key, string Value)> Settings =>
        [
            ("CLOUDFLARE_AGENT_ENDPOINT", _cloud!.Endpoint.ToString().TrimEnd('/')),
            ("CLOUDFLARE_AGENT_TOKEN", _cloud.Stack.Output("agentToken")!),
            ("CLOUDFLARE_ACCESS_CLIENT_ID", _cloud.Stack.Output("accessClientId")!),
            ("CLOUDFLARE_ACCESS_CLIENT_SECRET", _cloud.Stack.Output("accessClientSecret")!),
            ("CLOUDFLARE_AGENT_CA_FILE", Path.Combine(_cloud.State.CertificateFolder, "authority.pem")),
        ];

    public async ValueTask InitializeAsync() =>
        _cloud = await RunningCloud.StartAsync(
            new LocalCloudOptions
            {
                ProjectFolder = _folder,
                Model = ModelChoice.FromEnvironment(_ => null),
                Port = 0,
            }
        );

    public async ValueTask DisposeAsync()
    {
        if (_cloud is not null)
        {
            await _cloud.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
