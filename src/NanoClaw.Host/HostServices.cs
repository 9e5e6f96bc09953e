using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NanoClaw.Agents;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Health;
using NanoClaw.Host.Outages;
using NanoClaw.Store;

namespace NanoClaw.Host;

/// <summary>The assistant in a .NET generic host.</summary>
public static class HostServices
{
    /// <summary>
    /// Adds the assistant. Register an <see cref="IStore"/>, an <see cref="IAgentRuntime"/> and at least one
    /// <see cref="IChannel"/> besides, and an <see cref="IAgentRemedy"/> if there is one.
    /// </summary>
    public static IServiceCollection AddNanoClaw(this IServiceCollection services, HostOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider =>
        {
            var channels = provider.GetServices<IChannel>().ToList();
            var mistakes = HostOptionsRules.FindMistakes(options).ToList();
            if (channels.Count == 0)
            {
                mistakes.Add("No channel is configured: add an IChannel (docs/CHANNELS.md).");
            }

            return mistakes.Count > 0
                ? throw new OptionsValidationException(nameof(HostOptions), typeof(HostOptions), mistakes)
                : new Assistant(
                    provider.GetRequiredService<IStore>(),
                    provider.GetRequiredService<IAgentRuntime>(),
                    channels,
                    options,
                    provider.GetRequiredService<TimeProvider>(),
                    provider.GetRequiredService<ILoggerFactory>(),
                    provider.GetService<IAgentRemedy>()
                );
        });
        // The host's own bound has to leave room for ours.
        services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout + TimeSpan.FromSeconds(20));
        services.AddHostedService<AssistantService>();
        if (options.HealthPort is { } port)
        {
            services.AddHostedService(provider => new HealthServer(
                provider.GetRequiredService<Assistant>(),
                provider.GetRequiredService<IStore>(),
                port,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<HealthServer>>(),
                provider.GetService<ICredentialVersionSource>(),
                provider.GetService<IBackupStateSource>(),
                provider.GetService<ProgramBuild>()
            ));
        }

        return services;
    }
}
