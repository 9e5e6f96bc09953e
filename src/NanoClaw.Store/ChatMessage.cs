namespace NanoClaw.Store;

/// <summary>One message of a chat, as a channel delivered it.</summary>
public sealed record ChatMessage
{
    /// <summary>What the id of a text that the host sent and kept itself begins with; its delivery's id follows.</summary>
    public const string SentPrefix = "sent:";

    /// <summary>The channel's own id; unique within its chat.</summary>
    public required string Id { get; init; }
    public required string ChatJid { get; init; }
    public required string Sender { get; init; }
    public string? SenderName { get; init; }
    public required string Content { get; init; }

    /// <summary>When the message was sent, to the millisecond, by the clock of the channel.</summary>
    public required DateTimeOffset Timestamp { get; init; }
    public bool IsFromMe { get; init; }
    public bool IsBotMessage { get; init; }

    /// <summary>
    /// Whether its sender, a person, wrote it here: not forwarded, nor by way of a bot or in the name of a chat. Told by
    /// the channel, and not kept.
    /// </summary>
    public bool IsOwnWords { get; init; } = true;

    /// <summary>Whether the assistant's own account is named in it; told by the channel, and not stored.</summary>
    public bool MentionsAssistant { get; init; }
    public string? ReplyToMessageId { get; init; }
    public string? ReplyToContent { get; init; }
    public string? ReplyToSenderName { get; init; }

    /// <summary>Who wrote what it answers, by the channel's own id; null: not known.</summary>
    public string? ReplyToSender { get; init; }

    /// <summary>Whether what it answers was written with the assistant's own account.</summary>
    public bool ReplyToIsFromMe { get; init; }

    /// <summary>The place in its chat's order of arrival, given by the store; 0 until stored.</summary>
    public long Arrival { get; init; }
}
