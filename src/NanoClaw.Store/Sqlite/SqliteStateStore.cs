namespace NanoClaw.Store.Sqlite;

internal sealed class SqliteStateStore(WriteQueue writer, ReaderPool readers) : IStateStore
{
    public ValueTask<string?> FindAsync(string key, CancellationToken cancellationToken = default)
    {
        RefuseCursors(key);
        return readers.ReadAsync(
            connection =>
            {
                using var statement = connection.Prepare("SELECT value FROM router_state WHERE key = ?1");
                return statement.Bind(1, key).Step() ? statement.Text(0) : null;
            },
            cancellationToken
        );
    }

    public async ValueTask SetAsync(string key, string value, CancellationToken cancellationToken = default)
    {
        RefuseCursors(key);
        await writer.WriteAsync(connection => Write(connection, key, value), atomic: false, cancellationToken);
    }

    public ValueTask<bool> RemoveAsync(string key, CancellationToken cancellationToken = default)
    {
        RefuseCursors(key);
        return writer.WriteAsync(
            connection =>
            {
                using var statement = connection.Prepare("DELETE FROM router_state WHERE key = ?1");
                return statement.Bind(1, key).Run() > 0;
            },
            atomic: false,
            cancellationToken
        );
    }

    internal static int Write(Connection connection, string key, string value)
    {
        using var statement = connection.Prepare(
            """
            INSERT INTO router_state (key, value) VALUES (?1, ?2)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value
            """
        );
        return statement.Bind(1, key).Bind(2, value).Run();
    }

    private static void RefuseCursors(string key)
    {
        if (key is CursorSql.SeenKey or CursorSql.AgentKey)
        {
            throw new ArgumentException($"{key} is a cursor: use {nameof(IStore)}.{nameof(IStore.Cursors)}.", nameof(key));
        }
    }
}
