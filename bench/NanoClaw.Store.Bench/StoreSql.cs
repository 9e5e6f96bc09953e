using Microsoft.Data.Sqlite;

namespace NanoClaw.Store.Bench;

/// <summary>The store's statements, for the other side to run too, and v1's.</summary>
internal static class StoreSql
{
    public const string Insert = """
        INSERT INTO messages (id, chat_jid, sender, sender_name, content, timestamp, is_from_me, is_bot_message,
            reply_to_message_id, reply_to_message_content, reply_to_sender_name, reply_to_sender, reply_to_is_from_me, arrival)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, 0, 1 + max(
            coalesce((SELECT max(arrival) FROM messages WHERE chat_jid = ?), 0),
            coalesce((SELECT arrival FROM message_cursors WHERE chat_jid = ?), 0)))
        ON CONFLICT (id, chat_jid) DO UPDATE SET content = excluded.content
        """;

    public const string Select = """
        SELECT id, chat_jid, sender, sender_name, content, timestamp, is_from_me, is_bot_message,
            reply_to_message_id, reply_to_message_content, reply_to_sender_name, reply_to_sender, reply_to_is_from_me, arrival FROM messages
        WHERE chat_jid = ? AND arrival > ? AND is_bot_message = 0 AND content <> '' ORDER BY arrival LIMIT ?
        """;

    public const string V1Insert = """
        INSERT OR REPLACE INTO messages (id, chat_jid, sender, sender_name, content, timestamp, is_from_me, is_bot_message,
            reply_to_message_id, reply_to_message_content, reply_to_sender_name)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    /// <summary>v1's table and index, with v1's settings: none.</summary>
    public static string CreateV1(string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            CREATE TABLE chats (jid TEXT PRIMARY KEY, name TEXT, last_message_time TEXT);
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 49)
                INSERT INTO chats (jid) SELECT 'chat' || i || '@g.us' FROM n;
            CREATE TABLE messages (id TEXT, chat_jid TEXT, sender TEXT, sender_name TEXT, content TEXT, timestamp TEXT,
                is_from_me INTEGER, is_bot_message INTEGER DEFAULT 0, reply_to_message_id TEXT,
                reply_to_message_content TEXT, reply_to_sender_name TEXT,
                PRIMARY KEY (id, chat_jid), FOREIGN KEY (chat_jid) REFERENCES chats(jid));
            CREATE INDEX idx_timestamp ON messages(timestamp);
            """;
        command.ExecuteNonQuery();
        return path;
    }
}
