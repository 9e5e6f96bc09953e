using Microsoft.Data.Sqlite;

namespace NanoClaw.Store.Tests;

/// <summary>Databases as v1's versions left them: each shape is the one before and what that version added.</summary>
internal static class V1Database
{
    public static IReadOnlyList<string> Shapes { get; } =
    ["1.0", "sender names", "context mode", "state tables", "bot flag", "main flag", "channels", "replies and scripts"];

    private static readonly string[] Steps =
    [
        """
            CREATE TABLE chats (jid TEXT PRIMARY KEY, name TEXT, last_message_time TEXT);
            CREATE TABLE messages (id TEXT, chat_jid TEXT, sender TEXT, content TEXT, timestamp TEXT, is_from_me INTEGER,
                PRIMARY KEY (id, chat_jid), FOREIGN KEY (chat_jid) REFERENCES chats(jid));
            CREATE INDEX idx_timestamp ON messages(timestamp);
            CREATE TABLE scheduled_tasks (id TEXT PRIMARY KEY, group_folder TEXT NOT NULL, chat_jid TEXT NOT NULL,
                prompt TEXT NOT NULL, schedule_type TEXT NOT NULL, schedule_value TEXT NOT NULL, next_run TEXT, last_run TEXT,
                last_result TEXT, status TEXT DEFAULT 'active', created_at TEXT NOT NULL);
            CREATE INDEX idx_next_run ON scheduled_tasks(next_run);
            CREATE INDEX idx_status ON scheduled_tasks(status);
            CREATE TABLE task_run_logs (id INTEGER PRIMARY KEY AUTOINCREMENT, task_id TEXT NOT NULL, run_at TEXT NOT NULL,
                duration_ms INTEGER NOT NULL, status TEXT NOT NULL, result TEXT, error TEXT,
                FOREIGN KEY (task_id) REFERENCES scheduled_tasks(id));
            CREATE INDEX idx_task_run_logs ON task_run_logs(task_id, run_at);
            INSERT INTO chats VALUES ('family@g.us', 'Family', '2026-03-01T12:00:03.000Z'), ('5@s.whatsapp.net', 'Ann', NULL),
                ('__group_sync__', '__group_sync__', '2026-02-01T00:00:00.000Z');
            INSERT INTO messages (id, chat_jid, sender, content, timestamp, is_from_me) VALUES
                ('b', 'family@g.us', '1@s', 'second', '2026-03-01T12:00:02.000Z', 0),
                ('a', 'family@g.us', '1@s', 'first', '2026-03-01T12:00:01.000Z', 0),
                ('answer', 'family@g.us', '9@s', 'Andy: hello', '2026-03-01T12:00:02.500Z', 1),
                ('c', 'family@g.us', '1@s', 'Andy: said a person', '2026-03-01T12:00:03.000Z', 0);
            INSERT INTO scheduled_tasks (id, group_folder, chat_jid, prompt, schedule_type, schedule_value, next_run, created_at)
                VALUES ('t1', 'main', 'family@g.us', 'news', 'cron', '0 9 * * *', '2026-03-02T09:00:00.000Z', '2026-01-01T00:00:00.000Z');
            INSERT INTO task_run_logs (task_id, run_at, duration_ms, status) VALUES ('t1', '2026-03-01T09:00:00.000Z', 1200, 'success');
            """,
        "ALTER TABLE messages ADD COLUMN sender_name TEXT; UPDATE messages SET sender_name = 'Zoé';",
        "ALTER TABLE scheduled_tasks ADD COLUMN context_mode TEXT DEFAULT 'isolated'; UPDATE scheduled_tasks SET context_mode = 'group';",
        """
            CREATE TABLE router_state (key TEXT PRIMARY KEY, value TEXT NOT NULL);
            CREATE TABLE sessions (group_folder TEXT PRIMARY KEY, session_id TEXT NOT NULL);
            CREATE TABLE registered_groups (jid TEXT PRIMARY KEY, name TEXT NOT NULL, folder TEXT NOT NULL UNIQUE,
                trigger_pattern TEXT NOT NULL, added_at TEXT NOT NULL, container_config TEXT, requires_trigger INTEGER DEFAULT 1);
            INSERT INTO router_state VALUES ('last_timestamp', '2026-03-01T12:00:03.000Z'),
                ('last_agent_timestamp', '{"family@g.us":"2026-03-01T12:00:01.000Z"}');
            INSERT INTO sessions VALUES ('main', 'session-1');
            INSERT INTO registered_groups VALUES ('family@g.us', 'Family', 'main', '@Andy', '2026-01-01T00:00:00.000Z', '{"timeout":5}', 0);
            """,
        "ALTER TABLE messages ADD COLUMN is_bot_message INTEGER DEFAULT 0; UPDATE messages SET is_bot_message = 1 WHERE id = 'answer';",
        "ALTER TABLE registered_groups ADD COLUMN is_main INTEGER DEFAULT 0; UPDATE registered_groups SET is_main = 1 WHERE folder = 'main';",
        """
            ALTER TABLE chats ADD COLUMN channel TEXT; ALTER TABLE chats ADD COLUMN is_group INTEGER DEFAULT 0;
            UPDATE chats SET channel = 'whatsapp', is_group = 1 WHERE jid = 'family@g.us';
            UPDATE chats SET channel = 'whatsapp' WHERE jid = '5@s.whatsapp.net';
            """,
        """
            ALTER TABLE messages ADD COLUMN reply_to_message_id TEXT; ALTER TABLE messages ADD COLUMN reply_to_message_content TEXT;
            ALTER TABLE messages ADD COLUMN reply_to_sender_name TEXT; ALTER TABLE scheduled_tasks ADD COLUMN script TEXT;
            """,
    ];

    public static void Create(string path, string shape)
    {
        foreach (var step in Steps.Take(IndexOf(shape) + 1))
        {
            Execute(path, step);
        }
    }

    public static bool IsAtLeast(string shape, string other) => IndexOf(shape) >= IndexOf(other);

    public static void Execute(string path, string sql)
    {
        using var connection = Connect(path);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static string? Query(string path, string sql)
    {
        using var connection = Connect(path);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is { } value and not DBNull ? value.ToString() : null;
    }

    public static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Pooling = false,
                DefaultTimeout = 1,
            }.ToString()
        );
        connection.Open();
        return connection;
    }

    private static int IndexOf(string shape) => Shapes.ToList().IndexOf(shape);
}
