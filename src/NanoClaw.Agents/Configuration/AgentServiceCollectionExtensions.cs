using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NanoClaw.Agents;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the agent to a service collection.</summary>
public static class AgentServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IAgentRuntime"/>: the one that <c>AGENT_RUNTIME</c> chooses. The configuration is checked when
    /// the host starts; all mistakes are told at once.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">Where the keys of <see cref="AgentConfigurationKeys"/> are; credentials are read from it for every call.</param>
    /// <param name="configure">Changes what the configuration says, or null.</param>
    public static IServiceCollection AddNanoClawAgent(this IServiceCollection services, IConfiguration configuration, Action<AgentOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IAgentCredentialSource>(provider => new ConfigurationCredentialSource(
            configuration,
            Logger<ConfigurationCredentialSource>(provider)
        ));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AgentOptions>, AgentOptionsValidator>());
        var options = services.AddOptions<AgentOptions>().ValidateOnStart();
        services.AddSingleton<IConfigureOptions<AgentOptions>>(new AgentOptionsReader(configuration));
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddSingleton<IAgentRuntime>(provider =>
        {
            var chosen = provider.GetRequiredService<IOptions<AgentOptions>>().Value;
            var time = provider.GetRequiredService<TimeProvider>();
            var meters = provider.GetService<IMeterFactory>();
            return chosen.Runtime == ContainerAgentRuntime.Name
                ? new ContainerAgentRuntime(chosen.Container, Logger<ContainerAgentRuntime>(provider), time, meters)
                : new CloudflareAgentRuntime(
                    chosen.Cloudflare,
                    provider.GetRequiredService<IAgentCredentialSource>(),
                    Logger<CloudflareAgentRuntime>(provider),
                    time,
                    meters
                );
        });
        return services;
    }

    private static ILogger<T> Logger<T>(IServiceProvider provider) => provider.GetService<ILogger<T>>() ?? NullLogger<T>.Instance;
}
