namespace NanoClaw.Store;

public interface IMessageStore
{
    /// <summary>Stores a message. One already stored is updated and keeps its place, so that it is not answered again.</summary>
    ValueTask AddAsync(ChatMessage message, CancellationToken cancellationToken = default);

    /// <summary>Stores all of the messages or, if one is refused, none.</summary>
    ValueTask AddAsync(IReadOnlyCollection<ChatMessage> messages, CancellationToken cancellationToken = default);

    /// <summary>The oldest <paramref name="limit"/> messages of people after the cursor, in order of arrival.</summary>
    ValueTask<IReadOnlyList<ChatMessage>> ReadSinceAsync(string chatJid, MessageCursor after, int limit, CancellationToken cancellationToken = default);

    /// <summary>The chats with messages of people after their agent cursor: at a start, what is still to be answered.</summary>
    ValueTask<IReadOnlyList<string>> ListPendingChatsAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// The oldest <paramref name="limit"/> messages after a place in the order of arrival, the assistant's included: a
    /// page of the whole history.
    /// </summary>
    ValueTask<IReadOnlyList<ChatMessage>> ReadAfterAsync(string chatJid, long arrival, int limit, CancellationToken cancellationToken = default);

    /// <summary>The newest <paramref name="limit"/> messages before a place in the order of arrival, the assistant's included, newest first.</summary>
    ValueTask<IReadOnlyList<ChatMessage>> ReadBeforeAsync(string chatJid, long arrival, int limit, CancellationToken cancellationToken = default);

    /// <summary>What a run said, as far as the host kept it itself.</summary>
    ValueTask<IReadOnlyList<ChatMessage>> ListSentAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>The newest <paramref name="limit"/> messages, the assistant's included, oldest first.</summary>
    ValueTask<IReadOnlyList<ChatMessage>> ReadHistoryAsync(string chatJid, int limit, CancellationToken cancellationToken = default);
}
