namespace NanoClaw.Store;

/// <summary>How far the messages were seen, and how far each chat's were given to the agent.</summary>
public interface ICursorStore
{
    ValueTask<MessageCursor> GetSeenAsync(CancellationToken cancellationToken = default);

    ValueTask SetSeenAsync(MessageCursor cursor, CancellationToken cancellationToken = default);

    ValueTask<MessageCursor> GetAgentAsync(string chatJid, CancellationToken cancellationToken = default);

    ValueTask SetAgentAsync(string chatJid, MessageCursor cursor, CancellationToken cancellationToken = default);
}
