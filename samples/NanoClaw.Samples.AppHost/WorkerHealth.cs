using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NanoClaw.Agents;

namespace NanoClaw.Samples.AppHost;

/// <summary>Asks the Worker how it is, with the settings that the cloud has written.</summary>
internal sealed class WorkerHealth(LocalCloudResource cloud) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var settings = new ConfigurationBuilder().AddDotEnvFile(cloud.AgentConfigurationFile).Build();
        if (settings[AgentConfigurationKeys.Endpoint] is not { } endpoint)
        {
            return HealthCheckResult.Unhealthy("It is starting.");
        }

        try
        {
            using var probe = new EndpointProbe(new CloudflareAgentOptions { Endpoint = new Uri(endpoint), CaFile = settings[AgentConfigurationKeys.CaFile] });
            var health = await probe.ReadHealthAsync(
                new AgentCredentials
                {
                    AccessClientId = settings[AgentConfigurationKeys.AccessClientId],
                    AccessClientSecret = settings[AgentConfigurationKeys.AccessClientSecret],
                },
                cancellationToken
            );
            return HealthCheckResult.Healthy($"Version {health.Version} answers at {endpoint}.");
        }
        catch (AgentException exception)
        {
            // As long as the file is that of an earlier start.
            return HealthCheckResult.Unhealthy(exception.Message);
        }
    }
}
