namespace NanoClaw.Store;

/// <summary>A text on its way to a chat: stored before it is sent, so that a crash neither loses nor repeats it.</summary>
public sealed record OutgoingMessage
{
    /// <summary>The same for the same text of the same event: adding it twice has no effect.</summary>
    public required string DeliveryId { get; init; }
    public required string ChatJid { get; init; }
    public required string Text { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>A question that it asks: a channel with buttons offers a yes and a no, and gives it back with the answer.</summary>
    public string? Question { get; init; }

    /// <summary>
    /// The <see cref="Question"/> that it tells the end of: a channel with buttons takes them away, and shows this text
    /// where the question stands.
    /// </summary>
    public string? Settles { get; init; }

    /// <summary>Attempts that began; above 0 an earlier one may have reached the chat.</summary>
    public int Attempts { get; init; }

    /// <summary>The order of sending, given by the store.</summary>
    public long Sequence { get; init; }
}
