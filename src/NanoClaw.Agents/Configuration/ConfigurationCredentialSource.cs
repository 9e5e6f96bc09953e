using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace NanoClaw.Agents;

/// <summary>The credentials as the configuration has them at the time of each call.</summary>
/// <param name="configuration">Where the keys of <see cref="AgentConfigurationKeys"/> are.</param>
/// <param name="logger">Told once where the token's older name is used.</param>
public sealed class ConfigurationCredentialSource(IConfiguration configuration, ILogger<ConfigurationCredentialSource> logger) : IAgentCredentialSource
{
    private int _warned;

    /// <inheritdoc/>
    public ValueTask<AgentCredentials> GetAsync(bool reread, CancellationToken cancellationToken)
    {
        if (reread && configuration is IConfigurationRoot root)
        {
            Refresh(root);
        }

        var token = Value(AgentConfigurationKeys.Token);
        if (token is null)
        {
            token = Value(AgentConfigurationKeys.OlderToken);
            if (token is not null && Interlocked.Exchange(ref _warned, 1) == 0)
            {
                logger.OlderTokenName();
            }
        }

        return ValueTask.FromResult(
            new AgentCredentials
            {
                Token = token ?? "",
                BackupToken = Value(AgentConfigurationKeys.BackupToken),
                AccessClientId = Value(AgentConfigurationKeys.AccessClientId),
                AccessClientSecret = Value(AgentConfigurationKeys.AccessClientSecret),
            }
        );
    }

    private static void Refresh(IConfigurationRoot root)
    {
        foreach (var provider in root.Providers)
        {
            switch (provider)
            {
                case DotEnvConfigurationProvider file:
                    file.Refresh(always: true);
                    break;
                case ChainedConfigurationProvider { Configuration: IConfigurationRoot inner }:
                    Refresh(inner);
                    break;
            }
        }
    }

    private string? Value(string key) => configuration[key] is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
