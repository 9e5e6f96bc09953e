namespace NanoClaw.Store;

/// <summary>
/// How far each chat's messages were given to the agent. v1's own two cursors, <c>last_agent_timestamp</c> and
/// <c>last_timestamp</c>, are written with every change and taken over where v1 has moved them.
/// </summary>
public interface ICursorStore
{
    ValueTask<MessageCursor> GetAgentAsync(string chatJid, CancellationToken cancellationToken = default);

    ValueTask SetAgentAsync(string chatJid, MessageCursor cursor, CancellationToken cancellationToken = default);
}
