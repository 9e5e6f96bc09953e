namespace NanoClaw.Channels.Telegram;

/// <summary>What Telegram says of a bot.</summary>
/// <param name="UserName">The bot's name, without the @.</param>
/// <param name="ReadsGroups">Whether it is given all messages of its groups, not only those that name it.</param>
/// <param name="HasWebhook">Whether its messages go to an address on the web, which keeps them from being polled for.</param>
public sealed record TelegramBot(string UserName, bool ReadsGroups, bool HasWebhook);

/// <summary>Asks Telegram for a bot, and takes no message: a program that polls for them is not disturbed.</summary>
public static class TelegramProbe
{
    /// <exception cref="TelegramException">Telegram refuses the token, or does not answer.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is wrong.</exception>
    public static async Task<TelegramBot> ReadAsync(TelegramOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var api = new BotApi(options);
        var me = await api.GetMeAsync(cancellationToken);
        var webhook = await api.GetWebhookAsync(cancellationToken);
        return new TelegramBot(me.Username ?? "", me.CanReadAllGroupMessages, !string.IsNullOrEmpty(webhook.Url));
    }
}
