namespace NanoClaw.Store.Sqlite;

internal sealed class SqliteCursorStore(WriteQueue writer, ReaderPool readers) : ICursorStore
{
    public ValueTask<MessageCursor> GetSeenAsync(CancellationToken cancellationToken = default) =>
        readers.ReadAsync(connection => CursorSql.Read(connection, CursorSql.SeenScope), cancellationToken);

    public async ValueTask SetSeenAsync(MessageCursor cursor, CancellationToken cancellationToken = default) =>
        await writer.WriteAsync(
            connection =>
            {
                CursorSql.WriteSeen(connection, cursor);
                return 0;
            },
            atomic: true,
            cancellationToken);

    public ValueTask<MessageCursor> GetAgentAsync(string chatJid, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(chatJid);
        return readers.ReadAsync(connection => CursorSql.Read(connection, chatJid), cancellationToken);
    }

    public async ValueTask SetAgentAsync(string chatJid, MessageCursor cursor, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(chatJid);
        await writer.WriteAsync(
            connection =>
            {
                CursorSql.WriteAgent(connection, chatJid, cursor);
                return 0;
            },
            atomic: true,
            cancellationToken);
    }
}
