namespace NanoClaw.Store;

public interface IChatStore
{
    ValueTask UpsertAsync(Chat chat, CancellationToken cancellationToken = default);

    /// <summary>All chats, the most recently active first.</summary>
    ValueTask<IReadOnlyList<Chat>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>When the names of groups were last read from the channel.</summary>
    ValueTask<DateTimeOffset?> GetLastGroupSyncAsync(CancellationToken cancellationToken = default);

    ValueTask SetLastGroupSyncAsync(DateTimeOffset at, CancellationToken cancellationToken = default);
}
