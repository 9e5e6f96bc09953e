using NanoClaw.Host.Text;
using NanoClaw.Store;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;

namespace NanoClaw.Channels.Telegram;

/// <summary>Telegram's messages as the store's; jids are v1's, <c>tg:</c> and the chat's number.</summary>
internal static class TelegramMessages
{
    public const string Prefix = "tg:";

    public static string JidOf(long chatId) => FormattableString.Invariant($"{Prefix}{chatId}");

    public static bool TryReadJid(string jid, out long chatId)
    {
        chatId = 0;
        return jid.StartsWith(Prefix, StringComparison.Ordinal)
            && long.TryParse(
                jid.AsSpan(Prefix.Length),
                System.Globalization.NumberStyles.AllowLeadingSign,
                System.Globalization.CultureInfo.InvariantCulture,
                out chatId
            );
    }

    public static NanoClaw.Store.Chat ToChat(Message message) =>
        new()
        {
            Jid = JidOf(message.Chat.Id),
            Name = message.Chat.Title ?? FullName(message.Chat.FirstName, message.Chat.LastName) ?? message.Chat.Username,
            LastMessageAt = TimeOf(message),
            Channel = TelegramChannel.ChannelName,
            IsGroup = message.Chat.Type is ChatType.Group or ChatType.Supergroup,
        };

    /// <summary>Null for what nobody wrote: joins, pins, a new title.</summary>
    public static ChatMessage? ToMessage(Message message, User bot, string assistantName)
    {
        if (TextOf(message) is not { } text)
        {
            return null;
        }

        var isMentioned = Mentions(message, bot.Username ?? "");
        // In a topic of a forum, what answers nothing "answers" the topic's beginning.
        var reply = message.ReplyToMessage is { ForumTopicCreated: null } answered ? answered : null;
        return new ChatMessage
        {
            Id = message.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ChatJid = JidOf(message.Chat.Id),
            Sender = SenderOf(message),
            SenderName = SenderNameOf(message),
            Content = isMentioned ? Trigger.Of(null, assistantName).Before(text, assistantName) : text,
            MentionsAssistant = isMentioned,
            Timestamp = TimeOf(message),
            IsOwnWords = message.From is { IsBot: false },
            ReplyToMessageId = reply?.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ReplyToContent = reply is null ? null : TextOf(reply),
            ReplyToSenderName = reply is null ? null : SenderNameOf(reply),
            ReplyToSender = reply is null ? null : SenderOf(reply),
            ReplyToIsFromMe = reply is { SenderChat: null } && reply.From?.Id == bot.Id,
        };
    }

    /// <summary>Telegram offers the bot's own name, @family_bot, where groups are called by the assistant's, @Andy.</summary>
    private static bool Mentions(Message message, string botName)
    {
        var text = message.Text ?? message.Caption ?? "";
        // By hand: an entity beyond the text's end is an exception for Telegram.Bot.
        return (message.Entities ?? message.CaptionEntities ?? []).Any(entity =>
            entity.Offset >= 0
            && entity.Length > 0
            && entity.Offset <= text.Length - entity.Length
            && text.AsSpan(entity.Offset, entity.Length).Equals($"@{botName}", StringComparison.OrdinalIgnoreCase)
        );
    }

    private static string? TextOf(Message message) =>
        message.Type switch
        {
            MessageType.Text => message.Text,
            MessageType.Poll => Named("Poll", message.Poll?.Question, message.Poll?.Options?.Select(option => option.Text)),
            MessageType.Dice => message.Dice!.Emoji,
            MessageType.Photo
            or MessageType.Video
            or MessageType.Voice
            or MessageType.Audio
            or MessageType.Document
            or MessageType.Animation
            or MessageType.Sticker
            or MessageType.Location
            or MessageType.Venue
            or MessageType.Contact
            or MessageType.VideoNote
            or MessageType.Story => WithCaption(message.Type.ToString(), message.Caption),
            MessageType.Checklist => Named("Checklist", message.Checklist?.Title, message.Checklist?.Tasks?.Select(task => task.Text)),
            MessageType.Game => Named("Game", message.Game?.Title, null),
            MessageType.Invoice => Named("Invoice", message.Invoice?.Title, null),
            MessageType.Giveaway or MessageType.PaidMedia or MessageType.LivePhoto or MessageType.RichMessage => WithCaption(
                message.Type.ToString(),
                message.Caption
            ),
            _ => message.Caption is { Length: > 0 } caption ? WithCaption("Attachment", caption) : null,
        };

    private static string Named(string kind, string? title, IEnumerable<string>? parts) =>
        $"[{kind}{(title is { Length: > 0 } ? $": {title}" : "")}{(parts is null ? "" : $" ({string.Join(", ", parts)})")}]";

    // The caption comes first: a call of the assistant counts only at the beginning.
    private static string WithCaption(string kind, string? caption) => $"{caption} [{kind}]".TrimStart();

    public static string? NameOf(User? person) => FullName(person?.FirstName, person?.LastName) ?? person?.Username;

    private static string SenderOf(Message message) =>
        (message.SenderChat?.Id ?? message.From?.Id ?? message.Chat.Id).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string? SenderNameOf(Message message) => message.SenderChat?.Title ?? NameOf(message.From);

    private static string? FullName(string? first, string? last) => $"{first} {last}".Trim() is { Length: > 0 } name ? name : null;

    private static DateTimeOffset TimeOf(Message message) => new(DateTime.SpecifyKind(message.Date, DateTimeKind.Utc));
}
