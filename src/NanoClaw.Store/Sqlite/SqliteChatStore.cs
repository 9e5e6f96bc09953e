namespace NanoClaw.Store.Sqlite;

internal sealed class SqliteChatStore(WriteQueue writer, ReaderPool readers) : IChatStore
{
    /// <summary>v1 keeps the time of the last sync in a row of its own among the chats.</summary>
    private const string GroupSyncJid = "__group_sync__";

    public async ValueTask UpsertAsync(Chat chat, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chat);
        await writer.WriteAsync(
            connection =>
            {
                using var statement = connection.Prepare(
                    """
                    INSERT INTO chats (jid, name, last_message_time, channel, is_group)
                    VALUES (?1, ?2, ?3, ?4, coalesce(?5, 0))
                    ON CONFLICT (jid) DO UPDATE SET
                        name = coalesce(?2, name),
                        last_message_time = CASE WHEN ?3 > coalesce(last_message_time, '') THEN ?3 ELSE last_message_time END,
                        channel = coalesce(?4, channel),
                        is_group = coalesce(?5, is_group)
                    """
                );
                return statement
                    .Bind(1, chat.Jid)
                    .Bind(2, chat.Name)
                    .Bind(3, chat.LastMessageAt)
                    .Bind(4, chat.Channel)
                    .Bind(5, chat.IsGroup is { } isGroup ? (isGroup ? 1 : 0) : (long?)null)
                    .Run();
            },
            atomic: false,
            cancellationToken
        );
    }

    public ValueTask<IReadOnlyList<Chat>> ListAsync(CancellationToken cancellationToken = default) =>
        readers.ReadAsync<IReadOnlyList<Chat>>(
            connection =>
            {
                using var statement = connection.Prepare(
                    """
                    SELECT jid, name, last_message_time, channel, is_group FROM chats
                    WHERE jid <> ?1 ORDER BY last_message_time DESC, jid
                    """
                );
                statement.Bind(1, GroupSyncJid);
                var chats = new List<Chat>();
                while (statement.Step())
                {
                    chats.Add(
                        new Chat
                        {
                            Jid = statement.Text(0),
                            Name = statement.TextOrNull(1),
                            LastMessageAt = statement.Time(2),
                            Channel = statement.TextOrNull(3),
                            IsGroup = statement.Flag(4),
                        }
                    );
                }

                return chats;
            },
            cancellationToken
        );

    public ValueTask<DateTimeOffset?> GetLastGroupSyncAsync(CancellationToken cancellationToken = default) =>
        readers.ReadAsync(
            connection =>
            {
                using var statement = connection.Prepare("SELECT last_message_time FROM chats WHERE jid = ?1");
                return statement.Bind(1, GroupSyncJid).Step() ? statement.Time(0) : null;
            },
            cancellationToken
        );

    public async ValueTask SetLastGroupSyncAsync(DateTimeOffset at, CancellationToken cancellationToken = default) =>
        await writer.WriteAsync(
            connection =>
            {
                using var statement = connection.Prepare(
                    """
                    INSERT INTO chats (jid, name, last_message_time) VALUES (?1, ?1, ?2)
                    ON CONFLICT (jid) DO UPDATE SET last_message_time = excluded.last_message_time
                    """
                );
                return statement.Bind(1, GroupSyncJid).Bind(2, at).Run();
            },
            atomic: false,
            cancellationToken
        );
}
