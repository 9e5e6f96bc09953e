namespace NanoClaw.Store.Sqlite;

/// <summary>Cursors, written in this project's table and, in the same transaction, where v1 reads them.</summary>
internal static class CursorSql
{
    public const string SeenKey = "last_timestamp";
    public const string AgentKey = "last_agent_timestamp";

    /// <summary>The scope of the cursor over all chats; no jid is empty.</summary>
    public const string SeenScope = "";

    public static MessageCursor Read(Connection connection, string scope)
    {
        using var statement = connection
            .Prepare("SELECT arrival, timestamp FROM message_cursors WHERE scope = ?1")
            .Bind(1, scope);
        return statement.Step() ? new(statement.Number(0), statement.Time(1)) : MessageCursor.Start;
    }

    public static void WriteSeen(Connection connection, MessageCursor cursor)
    {
        Write(connection, SeenScope, cursor);
        using var state = connection.Prepare(
            """
            INSERT INTO router_state (key, value) VALUES ('last_timestamp', ?1)
            ON CONFLICT (key) DO UPDATE SET value = max(value, excluded.value)
            """);
        state.Bind(1, cursor.Timestamp is { } time ? StoreTime.Format(time) : "").Run();
    }

    public static void WriteAgent(Connection connection, string chatJid, MessageCursor cursor)
    {
        Write(connection, chatJid, cursor);
        // A merge patch sets the one chat, removes it where the time is null, and needs no quoting of the jid.
        using var state = connection.Prepare(
            """
            INSERT INTO router_state (key, value) VALUES ('last_agent_timestamp', json_patch('{}', json_object(?1, ?2)))
            ON CONFLICT (key) DO UPDATE SET value = json_patch(
                CASE WHEN json_valid(value) THEN CASE json_type(value) WHEN 'object' THEN value ELSE '{}' END ELSE '{}' END,
                json_object(?1, ?2))
            """);
        state.Bind(1, chatJid).Bind(2, cursor.Timestamp).Run();
    }

    private static void Write(Connection connection, string scope, MessageCursor cursor)
    {
        using var statement = connection.Prepare(
            """
            INSERT INTO message_cursors (scope, arrival, timestamp) VALUES (?1, ?2, ?3)
            ON CONFLICT (scope) DO UPDATE SET arrival = excluded.arrival, timestamp = excluded.timestamp
            """);
        statement.Bind(1, scope).Bind(2, cursor.Arrival).Bind(3, cursor.Timestamp).Run();
    }
}
