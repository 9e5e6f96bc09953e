using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NanoClaw.Host.Channels;
using NanoClaw.Store;

namespace NanoClaw.Channels.Telegram;

public static class TelegramServices
{
    /// <summary>Adds the channel if <c>TELEGRAM_BOT_TOKEN</c> is set; without it, the channel is absent.</summary>
    public static IServiceCollection AddTelegram(this IServiceCollection services, IConfiguration configuration, string assistantName)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration[TelegramOptions.TokenKey]?.Trim() is { Length: > 0 } token
            ? services.AddTelegram(
                new TelegramOptions
                {
                    Token = token,
                    AssistantName = assistantName,
                    BaseUrl = configuration[TelegramOptions.BaseUrlKey]?.Trim() is { Length: > 0 } url ? url : null,
                }
            )
            : services;
    }

    /// <exception cref="OptionsValidationException">A setting is wrong.</exception>
    public static IServiceCollection AddTelegram(this IServiceCollection services, TelegramOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return services.AddSingleton<IChannel>(provider => new TelegramChannel(
            options,
            provider.GetRequiredService<IStore>(),
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetRequiredService<ILogger<TelegramChannel>>()
        ));
    }
}
