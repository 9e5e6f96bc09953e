namespace NanoClaw.Store;

/// <summary>Texts on their way to chats.</summary>
public interface IOutbox
{
    /// <summary>Stores texts to be sent, in this order; those whose delivery id is known are passed over.</summary>
    ValueTask AddAsync(IReadOnlyCollection<OutgoingMessage> messages, CancellationToken cancellationToken = default);

    /// <summary>Texts not yet sent, of one chat or of all, in order.</summary>
    ValueTask<IReadOnlyList<OutgoingMessage>> ListPendingAsync(string? chatJid = null, CancellationToken cancellationToken = default);

    /// <summary>Counts an attempt, before it is made.</summary>
    /// <returns>False where the text is not to be sent any more.</returns>
    ValueTask<bool> AttemptAsync(string deliveryId, CancellationToken cancellationToken = default);

    /// <summary>Forgets texts that a chat has not got yet, as if they had never been added: what they say is over.</summary>
    /// <param name="chatJid">The chat.</param>
    /// <param name="keyPrefix">How their delivery ids begin.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many there were.</returns>
    ValueTask<int> WithdrawAsync(string chatJid, string keyPrefix, CancellationToken cancellationToken = default);

    /// <summary>Notes that its chat has a text.</summary>
    /// <param name="deliveryId">Which.</param>
    /// <param name="sentAt">Since when.</param>
    /// <param name="kept">What is kept of it as a message of its chat, in the same step; null: nothing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask CompleteAsync(string deliveryId, DateTimeOffset sentAt, ChatMessage? kept = null, CancellationToken cancellationToken = default);

    /// <summary>Drops a text that its chat will never take; the reason is kept as long as the id of a sent one.</summary>
    ValueTask RefuseAsync(string deliveryId, string reason, DateTimeOffset refusedAt, CancellationToken cancellationToken = default);

    /// <summary>The newest texts that were refused, newest first.</summary>
    ValueTask<IReadOnlyList<RefusedMessage>> ListRefusedAsync(int limit, CancellationToken cancellationToken = default);

    /// <summary>Forgets texts sent or refused before a time.</summary>
    ValueTask<int> PruneAsync(DateTimeOffset sentBefore, CancellationToken cancellationToken = default);
}
