using NanoClaw.Host.Channels;
using Telegram.Bot.Types;
using Telegram.Bot.Types.ReplyMarkups;

namespace NanoClaw.Channels.Telegram;

/// <summary>The yes and the no under a question, and what a press of them brings back.</summary>
internal static class AnswerButtons
{
    private const string Yes = "yes:";
    private const string No = "no:";

    /// <summary>The Bot API's bound of what a button brings back, in bytes.</summary>
    private const int LongestData = 64;

    /// <summary>Null where the question is too long to come back: it is answered by writing then.</summary>
    public static InlineKeyboardMarkup? Of(string question) =>
        System.Text.Encoding.UTF8.GetByteCount(Yes + question) > LongestData
            ? null
            : new InlineKeyboardMarkup(
                InlineKeyboardButton.WithCallbackData("Yes", Yes + question),
                InlineKeyboardButton.WithCallbackData("No", No + question)
            );

    /// <summary>Null: none of these buttons, or pressed where this bot's message is not known, or by a bot.</summary>
    public static ButtonPress? Read(CallbackQuery query)
    {
        if (query is not { Message.Chat.Id: var chatId, From: { IsBot: false } person, Data: { } data })
        {
            return null;
        }

        var isYes = data.StartsWith(Yes, StringComparison.Ordinal);
        return isYes || data.StartsWith(No, StringComparison.Ordinal)
            ? new ButtonPress(
                TelegramMessages.JidOf(chatId),
                person.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
                TelegramMessages.NameOf(person),
                data[(isYes ? Yes : No).Length..],
                isYes
            )
            : null;
    }
}
