namespace NanoClaw.Store.Sqlite;

/// <summary>Cursors, written in this project's table and, in the same transaction, where v1 reads them.</summary>
internal static class CursorSql
{
    public const string SeenKey = "last_timestamp";
    public const string AgentKey = "last_agent_timestamp";

    /// <summary>
    /// The chats that have messages, found by leaping through the index: as many steps as chats, however many messages.
    /// </summary>
    public const string WithChats = """
        WITH RECURSIVE chats_with_messages(chat_jid) AS (
            SELECT min(chat_jid) FROM messages
            UNION ALL
            SELECT (SELECT min(chat_jid) FROM messages WHERE chat_jid > c.chat_jid)
            FROM chats_with_messages c WHERE c.chat_jid IS NOT NULL)
        """;

    public static MessageCursor Read(Connection connection, string chatJid)
    {
        using var statement = connection.Prepare("SELECT arrival, timestamp FROM message_cursors WHERE chat_jid = ?1").Bind(1, chatJid);
        return statement.Step() ? new(statement.Number(0), statement.Time(1)) : MessageCursor.Start;
    }

    public static void Write(Connection connection, string chatJid, MessageCursor cursor)
    {
        using var own = connection.Prepare(
            """
            INSERT INTO message_cursors (chat_jid, arrival, timestamp) VALUES (?1, ?2, ?3)
            ON CONFLICT (chat_jid) DO UPDATE SET arrival = excluded.arrival, timestamp = excluded.timestamp
            """
        );
        own.Bind(1, chatJid).Bind(2, cursor.Arrival).Bind(3, cursor.Timestamp).Run();

        // A merge patch sets the one chat, removes it where the time is null, and needs no quoting of the jid.
        using var agent = connection.Prepare(
            """
            INSERT INTO router_state (key, value) VALUES ('last_agent_timestamp', json_patch('{}', json_object(?1, ?2)))
            ON CONFLICT (key) DO UPDATE SET value = json_patch(
                CASE WHEN json_valid(value) THEN CASE json_type(value) WHEN 'object' THEN value ELSE '{}' END ELSE '{}' END,
                json_object(?1, ?2))
            """
        );
        agent.Bind(1, chatJid).Bind(2, cursor.Timestamp).Run();

        // v1 gives what is newer than this to the agent even where the agent's own cursor is past it.
        using var seen = connection.Prepare(
            """
            INSERT INTO router_state (key, value) SELECT 'last_timestamp', ?1 WHERE ?1 IS NOT NULL
            ON CONFLICT (key) DO UPDATE SET value = max(value, excluded.value)
            """
        );
        seen.Bind(1, cursor.Timestamp).Run();
    }
}
