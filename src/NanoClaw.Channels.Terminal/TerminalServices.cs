using Microsoft.Extensions.DependencyInjection;
using NanoClaw.Host.Channels;
using NanoClaw.Store;

namespace NanoClaw.Channels.Terminal;

public static class TerminalServices
{
    /// <summary>Adds the terminal as a channel.</summary>
    /// <param name="services">The services.</param>
    /// <param name="screen">Where the assistant's side is shown.</param>
    /// <param name="person">Who writes.</param>
    /// <param name="assistantName">Who answers.</param>
    public static IServiceCollection AddTerminal(this IServiceCollection services, ITerminalScreen screen, string person, string assistantName) =>
        services.AddSingleton<IChannel>(provider => new TerminalChannel(
            provider.GetRequiredService<IStore>(),
            screen,
            person,
            assistantName,
            provider.GetService<TimeProvider>() ?? TimeProvider.System
        ));
}
