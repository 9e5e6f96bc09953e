namespace NanoClaw.Store.Sqlite;

internal sealed class SqliteSessionStore(WriteQueue writer, ReaderPool readers) : ISessionStore
{
    public ValueTask<string?> FindAsync(string groupFolder, CancellationToken cancellationToken = default) =>
        readers.ReadAsync(
            connection =>
            {
                using var statement = connection.Prepare("SELECT session_id FROM sessions WHERE group_folder = ?1");
                return statement.Bind(1, groupFolder).Step() ? statement.Text(0) : null;
            },
            cancellationToken
        );

    public async ValueTask SetAsync(string groupFolder, string sessionId, CancellationToken cancellationToken = default) =>
        await writer.WriteAsync(connection => Write(connection, groupFolder, sessionId), atomic: false, cancellationToken);

    public ValueTask<bool> RemoveAsync(string groupFolder, CancellationToken cancellationToken = default) =>
        writer.WriteAsync(
            connection =>
            {
                using var statement = connection.Prepare("DELETE FROM sessions WHERE group_folder = ?1");
                return statement.Bind(1, groupFolder).Run() > 0;
            },
            atomic: false,
            cancellationToken
        );

    public ValueTask<int> RemoveAllAsync(CancellationToken cancellationToken = default) =>
        writer.WriteAsync(
            connection =>
            {
                using var statement = connection.Prepare("DELETE FROM sessions");
                return statement.Run();
            },
            atomic: false,
            cancellationToken
        );

    internal static int Write(Connection connection, string groupFolder, string sessionId)
    {
        using var statement = connection.Prepare(
            """
            INSERT INTO sessions (group_folder, session_id) VALUES (?1, ?2)
            ON CONFLICT (group_folder) DO UPDATE SET session_id = excluded.session_id
            """
        );
        return statement.Bind(1, groupFolder).Bind(2, sessionId).Run();
    }
}
