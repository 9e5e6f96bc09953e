using System.Text.Json;

namespace NanoClaw.Store.Sqlite;

/// <summary>
/// At opening: gives the messages that v1 stored their places in the order of arrival, and takes over the cursors
/// where v1 has moved them since.
/// </summary>
internal sealed class CursorRecovery(Connection connection)
{
    public void Run()
    {
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            var agent = ReadV1AgentCursors();
            var moved = agent.Where(entry => Format(CursorSql.Read(connection, entry.Key)) != entry.Value).ToList();
            var unplaced = ReadChatsWithUnplacedMessages();
            if (unplaced.Count > 0)
            {
                PlaceMessages();
            }

            foreach (var (chatJid, timestamp) in moved)
            {
                TakeOverAgentCursor(chatJid, timestamp);
            }

            foreach (var chatJid in unplaced.Where(chatJid => !agent.ContainsKey(chatJid)))
            {
                RecoverFromAnswers(chatJid);
            }

            WriteBackAll();
            connection.Execute("COMMIT");
        }
        catch
        {
            if (connection.InTransaction)
            {
                connection.Execute("ROLLBACK");
            }

            throw;
        }
    }

    private List<string> ReadChatsWithUnplacedMessages()
    {
        using var statement = connection.Prepare(
            $"""
            {CursorSql.WithChats}
            SELECT chat_jid FROM chats_with_messages c
            WHERE EXISTS (SELECT 1 FROM messages m WHERE m.chat_jid = c.chat_jid AND m.arrival IS NULL)
            """
        );
        var chats = new List<string>();
        while (statement.Step())
        {
            chats.Add(statement.Text(0));
        }

        return chats;
    }

    /// <summary>
    /// Messages without a place get one in the order v1 would have read them. Those of the same chats that still wait
    /// for the agent are placed with them, so that v1's cursor, a timestamp, divides them rightly.
    /// </summary>
    private void PlaceMessages()
    {
        connection.Execute(
            """
            CREATE TEMP TABLE unplaced AS
                SELECT m.rowid AS message,
                    row_number() OVER (PARTITION BY m.chat_jid ORDER BY m.timestamp, m.rowid) + max(
                        coalesce((SELECT max(arrival) FROM messages p WHERE p.chat_jid = m.chat_jid), 0),
                        coalesce(c.arrival, 0)) AS place
                FROM messages m
                LEFT JOIN message_cursors c ON c.chat_jid = m.chat_jid
                WHERE m.arrival IS NULL
                    OR (m.arrival > coalesce(c.arrival, 0)
                        AND m.chat_jid IN (SELECT chat_jid FROM messages WHERE arrival IS NULL));
            UPDATE messages SET arrival = u.place FROM unplaced u WHERE messages.rowid = u.message;
            DROP TABLE unplaced;
            """
        );
    }

    private void TakeOverAgentCursor(string chatJid, string timestamp)
    {
        using var statement = connection.Prepare(
            """
            SELECT arrival FROM messages WHERE chat_jid = ?1 AND timestamp <= ?2 ORDER BY arrival DESC LIMIT 1
            """
        );
        statement.Bind(1, chatJid).Bind(2, timestamp);
        var arrival = statement.Step() ? statement.Number(0) : 0;
        CursorSql.Write(connection, chatJid, new(arrival, StoreTime.Parse(timestamp)));
    }

    /// <summary>Where v1 has no cursor for a chat, what came before the assistant's last answer counts as answered.</summary>
    private void RecoverFromAnswers(string chatJid)
    {
        if (CursorSql.Read(connection, chatJid).Arrival > 0)
        {
            return;
        }

        using var statement = connection.Prepare(
            """
            SELECT arrival, timestamp FROM messages WHERE chat_jid = ?1 AND is_bot_message = 1
            ORDER BY arrival DESC LIMIT 1
            """
        );
        statement.Bind(1, chatJid);
        if (statement.Step())
        {
            CursorSql.Write(connection, chatJid, new(statement.Number(0), statement.Time(1)));
        }
    }

    /// <summary>A map that v1 could not have read is made whole again from the cursors.</summary>
    private void WriteBackAll()
    {
        using var statement = connection.Prepare(
            """
            UPDATE router_state SET value =
                (SELECT json_group_object(chat_jid, timestamp) FROM message_cursors WHERE timestamp IS NOT NULL)
            WHERE key = 'last_agent_timestamp' AND NOT (json_valid(value) AND json_type(CASE WHEN json_valid(value) THEN value ELSE '0' END) = 'object')
            """
        );
        statement.Run();
    }

    private Dictionary<string, string> ReadV1AgentCursors()
    {
        var cursors = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var map = JsonDocument.Parse(ReadState(CursorSql.AgentKey) ?? "{}");
            if (map.RootElement.ValueKind is JsonValueKind.Object)
            {
                foreach (var entry in map.RootElement.EnumerateObject().Where(entry => entry.Value.ValueKind is JsonValueKind.String && entry.Name.Length > 0))
                {
                    cursors[entry.Name] = entry.Value.GetString()!;
                }
            }
        }
        catch (JsonException)
        {
            // v1 takes a map that it cannot read for an empty one.
        }

        return cursors;
    }

    private string? ReadState(string key)
    {
        using var statement = connection.Prepare("SELECT value FROM router_state WHERE key = ?1").Bind(1, key);
        return statement.Step() ? statement.Text(0) : null;
    }

    private static string Format(MessageCursor cursor) => cursor.Timestamp is { } time ? StoreTime.Format(time) : "";
}
