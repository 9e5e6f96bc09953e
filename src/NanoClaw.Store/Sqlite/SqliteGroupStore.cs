namespace NanoClaw.Store.Sqlite;

internal sealed class SqliteGroupStore(WriteQueue writer, ReaderPool readers) : IGroupStore
{
    private const string Select = """
        SELECT jid, name, folder, trigger_pattern, added_at, container_config,
            coalesce(requires_trigger, 1), coalesce(is_main, 0), fetch, model, effort
        FROM registered_groups
        """;

    public ValueTask<IReadOnlyList<RegisteredGroup>> ListAsync(CancellationToken cancellationToken = default) =>
        readers.ReadAsync<IReadOnlyList<RegisteredGroup>>(
            connection =>
            {
                using var statement = connection.Prepare($"{Select} ORDER BY added_at, jid");
                var groups = new List<RegisteredGroup>();
                while (statement.Step())
                {
                    groups.Add(Read(statement));
                }

                return groups;
            },
            cancellationToken
        );

    public ValueTask<RegisteredGroup?> FindAsync(string jid, CancellationToken cancellationToken = default) =>
        readers.ReadAsync(
            connection =>
            {
                using var statement = connection.Prepare($"{Select} WHERE jid = ?1").Bind(1, jid);
                return statement.Step() ? Read(statement) : null;
            },
            cancellationToken
        );

    public async ValueTask PutAsync(RegisteredGroup group, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(group);
        await writer.WriteAsync(connection => Put(connection, group), atomic: false, cancellationToken);
    }

    public ValueTask<bool> RemoveAsync(string jid, CancellationToken cancellationToken = default) =>
        writer.WriteAsync(
            connection =>
            {
                using var statement = connection.Prepare("DELETE FROM registered_groups WHERE jid = ?1");
                return statement.Bind(1, jid).Run() > 0;
            },
            atomic: false,
            cancellationToken
        );

    internal static int Put(Connection connection, RegisteredGroup group)
    {
        // v1's INSERT OR REPLACE would silently push out another group that has the folder.
        using var statement = connection.Prepare(
            """
            INSERT INTO registered_groups
                (jid, name, folder, trigger_pattern, added_at, container_config, requires_trigger, is_main, fetch, model, effort)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            ON CONFLICT (jid) DO UPDATE SET
                name = excluded.name, folder = excluded.folder, trigger_pattern = excluded.trigger_pattern,
                added_at = excluded.added_at, container_config = excluded.container_config,
                requires_trigger = excluded.requires_trigger, is_main = excluded.is_main,
                fetch = excluded.fetch, model = excluded.model, effort = excluded.effort
            """
        );
        return statement
            .Bind(1, group.Jid)
            .Bind(2, group.Name)
            .Bind(3, group.Folder)
            .Bind(4, group.Trigger)
            .Bind(5, group.AddedAt)
            .Bind(6, group.ContainerConfig)
            .Bind(7, group.RequiresTrigger)
            .Bind(8, group.IsMain)
            .Bind(9, group.Fetch)
            .Bind(10, group.Model)
            .Bind(11, group.Effort)
            .Run();
    }

    private static RegisteredGroup Read(Statement statement) =>
        new()
        {
            Jid = statement.Text(0),
            Name = statement.Text(1),
            Folder = statement.Text(2),
            Trigger = statement.Text(3),
            AddedAt = statement.Time(4) ?? DateTimeOffset.UnixEpoch,
            ContainerConfig = statement.TextOrNull(5),
            RequiresTrigger = statement.Flag(6),
            IsMain = statement.Flag(7),
            Fetch = statement.TextOrNull(8),
            Model = statement.TextOrNull(9),
            Effort = statement.TextOrNull(10),
        };
}
