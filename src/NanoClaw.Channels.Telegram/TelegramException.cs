namespace NanoClaw.Channels.Telegram;

/// <summary>
/// A call of the Bot API failed. Carries no inner exception and no address: the token is part of every address.
/// </summary>
public sealed class TelegramException(string message, int? statusCode = null, TimeSpan? retryAfter = null) : Exception(message)
{
    /// <summary>The Bot API's error code; null if there was no answer.</summary>
    public int? StatusCode { get; } = statusCode;

    /// <summary>How long Telegram asks to wait, with status 429.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
