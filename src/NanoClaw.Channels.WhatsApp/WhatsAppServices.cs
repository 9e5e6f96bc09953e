using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NanoClaw.Host.Channels;

namespace NanoClaw.Channels.WhatsApp;

public static class WhatsAppServices
{
    /// <summary>Adds the channel if <c>nanoclaw whatsapp login</c> has been done in this store; without, it is absent.</summary>
    /// <param name="services">Where to add it.</param>
    /// <param name="configuration">Has <c>WHATSAPP_SIDECAR</c> and <c>ASSISTANT_HAS_OWN_NUMBER</c>, both optional.</param>
    /// <param name="storeFolder">The folder of <c>messages.db</c>.</param>
    /// <param name="assistantName">The name people call.</param>
    public static IServiceCollection AddWhatsApp(this IServiceCollection services, IConfiguration configuration, string storeFolder, string assistantName)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return services.AddWhatsApp(
            new WhatsAppOptions
            {
                StoreFolder = storeFolder,
                AssistantName = assistantName,
                AssistantHasOwnNumber = bool.TryParse(configuration[WhatsAppOptions.OwnNumberKey]?.Trim(), out var own) && own,
                SidecarScript = configuration[WhatsAppOptions.SidecarKey]?.Trim() is { Length: > 0 } script ? script : null,
            }
        );
    }

    /// <inheritdoc cref="AddWhatsApp(IServiceCollection, IConfiguration, string, string)"/>
    public static IServiceCollection AddWhatsApp(this IServiceCollection services, WhatsAppOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return File.Exists(options.CredentialsFile)
            ? services.AddSingleton<IChannel>(provider => new WhatsAppChannel(
                options,
                provider.GetService<TimeProvider>() ?? TimeProvider.System,
                provider.GetRequiredService<ILogger<WhatsAppChannel>>()
            ))
            : services;
    }
}
