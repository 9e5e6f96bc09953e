using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using NanoClaw.Channels.Telegram;

namespace NanoClaw.Doctor.Checks;

/// <summary>Whether Telegram knows the bot, and lets it read.</summary>
public sealed class TelegramCheck : IDoctorCheck
{
    public string Name => "telegram";

    public async IAsyncEnumerable<Finding> RunAsync(DoctorContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (context.Configuration?[TelegramOptions.TokenKey]?.Trim() is not { Length: > 0 } token)
        {
            yield return Finding.Skipped($"Not used: {TelegramOptions.TokenKey} is not set.");
            yield break;
        }

        if (context.Offline)
        {
            yield return Finding.Skipped("Not asked (--offline).");
            yield break;
        }

        var server = context.Configuration[TelegramOptions.BaseUrlKey]?.Trim() is { Length: > 0 } url ? url : null;
        var (bot, mistake) = await ReadAsync(new TelegramOptions { Token = token, BaseUrl = server }, cancellationToken);
        if (bot is null)
        {
            yield return mistake!;
            yield break;
        }

        if (bot.HasWebhook)
        {
            yield return Finding.Problem(
                $"@{bot.UserName}'s messages go to a webhook: this program would receive none.",
                "Remove it (deleteWebhook of the Bot API), or make a bot of its own for NanoClaw at @BotFather."
            );
        }

        if (!bot.ReadsGroups)
        {
            yield return Finding.Warning(
                $"In groups @{bot.UserName} is given only what names it or answers it: privacy mode is on.",
                "At @BotFather: /setprivacy, Disable; then take the bot out of each group and add it again."
            );
        }

        yield return Finding.Ok($"@{bot.UserName}");
    }

    private static async Task<(TelegramBot? Bot, Finding? Mistake)> ReadAsync(TelegramOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return (await TelegramProbe.ReadAsync(options, cancellationToken), null);
        }
        catch (TelegramException exception)
        {
            return (null, Finding.Problem(exception.Message));
        }
        catch (OptionsValidationException exception)
        {
            return (null, Finding.Problem(string.Join(" ", exception.Failures)));
        }
    }
}
