namespace NanoClaw.Store.Sqlite;

internal sealed class SqliteCursorStore(WriteQueue writer, ReaderPool readers) : ICursorStore
{
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
                CursorSql.Write(connection, chatJid, cursor);
                return 0;
            },
            atomic: true,
            cancellationToken
        );
    }
}
