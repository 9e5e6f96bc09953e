using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace NanoClaw.Channels.Telegram;

/// <summary>The settings of the Telegram channel.</summary>
public sealed partial record TelegramOptions
{
    /// <summary>The key of the bot's token, as in v1.</summary>
    public const string TokenKey = "TELEGRAM_BOT_TOKEN";

    /// <summary>The key of <see cref="BaseUrl"/>.</summary>
    public const string BaseUrlKey = "TELEGRAM_API_URL";

    /// <summary>The bot's token from @BotFather; no part of <see cref="ToString"/>.</summary>
    public required string Token { get; init; }

    /// <summary>The name people call: a mention of the bot's own name counts as <c>@AssistantName</c>.</summary>
    public string AssistantName { get; init; } = "Andy";

    /// <summary>A Bot API server of one's own, such as <c>http://localhost:8081</c>; null: Telegram's.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>How long a call for updates waits for one; 1 to 50 seconds, the Bot API's bound.</summary>
    public TimeSpan PollTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <exception cref="OptionsValidationException">A setting is wrong; the message names it, and never the token.</exception>
    internal void Check()
    {
        if (!TokenForm().IsMatch(Token))
        {
            throw Mistake($"{TokenKey} is not a bot token (digits, a colon, 35 letters): copy it again from @BotFather in Telegram.");
        }

        // Every address holds the token: it leaves this machine encrypted or not at all.
        if (
            BaseUrl is not null
            && !(
                Uri.TryCreate(BaseUrl, UriKind.Absolute, out var url)
                && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            )
        )
        {
            throw Mistake($"{BaseUrlKey} must be an https address, or http on this machine such as http://localhost:8081.");
        }

        if (PollTimeout < TimeSpan.FromSeconds(1) || PollTimeout > TimeSpan.FromSeconds(50))
        {
            throw Mistake($"{nameof(PollTimeout)} must be 1 to 50 seconds.");
        }
    }

    private static OptionsValidationException Mistake(string message) => new(nameof(TelegramOptions), typeof(TelegramOptions), [message]);

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append($"AssistantName = {AssistantName}, BaseUrl = {BaseUrl}, PollTimeout = {PollTimeout}");
        return true;
    }

    [GeneratedRegex(@"\A[0-9]{1,16}:[A-Za-z0-9_-]{30,64}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TokenForm();
}
