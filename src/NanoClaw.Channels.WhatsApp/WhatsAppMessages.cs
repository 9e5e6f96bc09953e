using NanoClaw.Channels.WhatsApp.Sidecar;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Channels.WhatsApp;

/// <summary>The sidecar's messages as the store's, and texts as WhatsApp shows them.</summary>
internal sealed class WhatsAppMessages(WhatsAppOptions options, TimeProvider time)
{
    /// <summary>What a text begins with that the assistant writes with its user's account, as in v1.</summary>
    public string Prefix { get; } = options.AssistantHasOwnNumber ? "" : $"{options.AssistantName}: ";

    public static bool IsChat(string jid) =>
        jid.EndsWith("@g.us", StringComparison.Ordinal)
        || jid.EndsWith("@s.whatsapp.net", StringComparison.Ordinal)
        || jid.EndsWith("@lid", StringComparison.Ordinal);

    public Chat ToChat(MessageEvent message) =>
        new()
        {
            Jid = message.Jid,
            // A group's name comes with the groups; a person's, with what the person writes.
            Name = message.IsGroup || message.FromMe ? null : message.SenderName,
            LastMessageAt = TimeOf(message),
            Channel = WhatsAppChannel.ChannelName,
            IsGroup = message.IsGroup,
        };

    public ChatMessage ToMessage(MessageEvent message) =>
        new()
        {
            Id = message.Id,
            ChatJid = message.Jid,
            Sender = message.Sender,
            SenderName = message.SenderName,
            Content = IsMentioned(message) ? Trigger.Of(null, options.AssistantName).Before(message.Text, options.AssistantName) : message.Text,
            MentionsAssistant = IsMentioned(message),
            Timestamp = TimeOf(message),
            IsFromMe = message.FromMe,
            // Never by its text: a user may write "Andy: ..." as well.
            IsBotMessage = message.FromMe && (message.Ours || options.AssistantHasOwnNumber),
            IsOwnWords = !message.Forwarded,
            ReplyToMessageId = message.ReplyTo?.Id,
            ReplyToContent =
                message.ReplyTo is { Ours: true, Text: { } own } && own.StartsWith(Prefix, StringComparison.Ordinal)
                    ? own[Prefix.Length..]
                    : message.ReplyTo?.Text,
            ReplyToSenderName = message.ReplyTo is { Ours: true } ? options.AssistantName : message.ReplyTo?.SenderName,
            ReplyToSender = message.ReplyTo?.Sender,
            ReplyToIsFromMe = message.ReplyTo is { FromMe: true } or { Ours: true },
        };

    // WhatsApp writes a mention as @ and a number; groups are called by the assistant's name.
    private bool IsMentioned(MessageEvent message) => options.AssistantHasOwnNumber && message.MentionsMe && !message.FromMe;

    /// <summary>One that no calendar has is none.</summary>
    private DateTimeOffset TimeOf(MessageEvent message) =>
        message.Timestamp > 0 && message.Timestamp <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(message.Timestamp)
            : time.GetUtcNow();
}
