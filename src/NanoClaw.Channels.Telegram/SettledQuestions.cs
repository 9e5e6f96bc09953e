using Microsoft.Extensions.Logging;
using Telegram.Bot.Types;

namespace NanoClaw.Channels.Telegram;

/// <summary>Takes the buttons away from a question that is decided, and has it say what was decided.</summary>
internal sealed partial class SettledQuestions(BotApi api, AskedQuestions asked, ILogger logger)
{
    /// <summary>The Bot API's bound for a text.</summary>
    private const int LongestText = 4096;

    private const string Gap = "\n\n";

    /// <exception cref="TelegramException">It is to be tried again.</exception>
    public async Task SettleAsync(string question, string outcome, CancellationToken cancellationToken)
    {
        if (await asked.FindAsync(question, cancellationToken) is not { } stands)
        {
            return;
        }

        try
        {
            await api.EditTextAsync(stands.ChatId, stands.MessageId, With(stands.Text, outcome), cancellationToken);
        }
        catch (TelegramException exception) when (exception.StatusCode is 400 or 403)
        {
            // Done before, deleted, or out of reach: the text that tells of the end goes out all the same.
            LogNotEdited(exception.Message);
        }

        await asked.ForgetAsync(question, cancellationToken);
    }

    /// <summary>
    /// The question under which a button was pressed. Where it is the one that is known, the text that tells of the end
    /// settles it; one that stands there a second time, or is long decided, is settled here, once tried.
    /// </summary>
    public async Task SettlePressedAsync(Message pressed, string question, string outcome, CancellationToken cancellationToken)
    {
        if (await asked.FindAsync(question, cancellationToken) is { } stands && stands.MessageId == pressed.Id && stands.ChatId == pressed.Chat.Id)
        {
            return;
        }

        try
        {
            await (
                pressed.Text is { } text && !text.EndsWith(outcome, StringComparison.Ordinal)
                    ? api.EditTextAsync(pressed.Chat.Id, pressed.Id, With(text, outcome), cancellationToken)
                    : api.RemoveButtonsAsync(pressed.Chat.Id, pressed.Id, cancellationToken)
            );
        }
        catch (TelegramException exception) when (exception.StatusCode is not (401 or 404))
        {
            LogNotEdited(exception.Message);
        }
    }

    private static string With(string text, string outcome)
    {
        var room = LongestText - outcome.Length - Gap.Length;
        if (text.Length <= room)
        {
            return $"{text}{Gap}{outcome}";
        }

        var head = text.AsSpan(0, Math.Max(0, room - 1));
        return $"{(head.Length > 0 && char.IsHighSurrogate(head[^1]) ? head[..^1] : head)}…{Gap}{outcome}";
    }

    [LoggerMessage(LogLevel.Information, "A question that is decided could not be changed: {Reason}", EventName = "telegram_question_not_changed")]
    private partial void LogNotEdited(string reason);
}
