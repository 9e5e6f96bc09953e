namespace NanoClaw.Store.Sqlite;

/// <summary>v1's tables, every column v1 ever added, and this project's own beside them, which v1 never looks at.</summary>
internal static class Schema
{
    /// <summary>
    /// <c>PRAGMA user_version</c>; v1 leaves it at 0 and does not look at it. Raise it only with a change that an
    /// older version of this project must not write to.
    /// </summary>
    public const int Version = 1;

    /// <summary>In the order in which they refer to one another.</summary>
    public static IReadOnlyList<Table> Tables { get; } =
    [
        new(
            "chats",
            "",
            [
                new("jid", "TEXT PRIMARY KEY"),
                new("name", "TEXT"),
                new("last_message_time", "TEXT"),
                new("channel", "TEXT"),
                new("is_group", "INTEGER DEFAULT 0"),
            ]
        ),
        new(
            "messages",
            "PRIMARY KEY (id, chat_jid), FOREIGN KEY (chat_jid) REFERENCES chats(jid)",
            [
                new("id", "TEXT"),
                new("chat_jid", "TEXT"),
                new("sender", "TEXT"),
                new("sender_name", "TEXT"),
                new("content", "TEXT"),
                new("timestamp", "TEXT"),
                new("is_from_me", "INTEGER"),
                new("is_bot_message", "INTEGER DEFAULT 0"),
                new("reply_to_message_id", "TEXT"),
                new("reply_to_message_content", "TEXT"),
                new("reply_to_sender_name", "TEXT"),
                // This project's own: v1 leaves it null, and the next opening gives the row its place.
                new("arrival", "INTEGER"),
                // This project's own: who wrote the message that is answered, where that is known.
                new("reply_to_sender", "TEXT"),
                new("reply_to_is_from_me", "INTEGER"),
            ]
        ),
        new(
            "scheduled_tasks",
            "",
            [
                new("id", "TEXT PRIMARY KEY"),
                new("group_folder", "TEXT NOT NULL"),
                new("chat_jid", "TEXT NOT NULL"),
                new("prompt", "TEXT NOT NULL"),
                new("schedule_type", "TEXT NOT NULL"),
                new("schedule_value", "TEXT NOT NULL"),
                new("next_run", "TEXT"),
                new("last_run", "TEXT"),
                new("last_result", "TEXT"),
                new("status", "TEXT DEFAULT 'active'"),
                new("created_at", "TEXT NOT NULL"),
                new("context_mode", "TEXT DEFAULT 'isolated'"),
                new("script", "TEXT"),
            ]
        ),
        new(
            "task_run_logs",
            "FOREIGN KEY (task_id) REFERENCES scheduled_tasks(id)",
            [
                new("id", "INTEGER PRIMARY KEY AUTOINCREMENT"),
                new("task_id", "TEXT NOT NULL"),
                new("run_at", "TEXT NOT NULL"),
                new("duration_ms", "INTEGER NOT NULL"),
                new("status", "TEXT NOT NULL"),
                new("result", "TEXT"),
                new("error", "TEXT"),
            ]
        ),
        new("router_state", "", [new("key", "TEXT PRIMARY KEY"), new("value", "TEXT NOT NULL")]),
        new("sessions", "", [new("group_folder", "TEXT PRIMARY KEY"), new("session_id", "TEXT NOT NULL")]),
        new(
            "registered_groups",
            "",
            [
                new("jid", "TEXT PRIMARY KEY"),
                new("name", "TEXT NOT NULL"),
                new("folder", "TEXT NOT NULL UNIQUE"),
                new("trigger_pattern", "TEXT NOT NULL"),
                new("added_at", "TEXT NOT NULL"),
                new("container_config", "TEXT"),
                new("requires_trigger", "INTEGER DEFAULT 1"),
                new("is_main", "INTEGER DEFAULT 0"),
                // This project's own.
                new("fetch", "TEXT"),
                new("model", "TEXT"),
                new("effort", "TEXT"),
            ]
        ),
        new("message_cursors", "", [new("chat_jid", "TEXT PRIMARY KEY"), new("arrival", "INTEGER NOT NULL"), new("timestamp", "TEXT")]),
        new(
            "agent_runs",
            "",
            [
                new("run_id", "TEXT PRIMARY KEY"),
                new("group_folder", "TEXT NOT NULL"),
                new("chat_jid", "TEXT NOT NULL"),
                new("task_id", "TEXT"),
                new("request", "TEXT"),
                new("before_arrival", "INTEGER NOT NULL"),
                new("before_timestamp", "TEXT"),
                new("after_arrival", "INTEGER NOT NULL"),
                new("after_timestamp", "TEXT"),
                new("started_at", "TEXT NOT NULL"),
                new("ended_at", "TEXT"),
                new("status", "TEXT NOT NULL"),
                new("last_event_id", "INTEGER NOT NULL DEFAULT 0"),
                new("has_output", "INTEGER NOT NULL DEFAULT 0"),
                new("attempt", "INTEGER NOT NULL DEFAULT 0"),
                new("error_code", "TEXT"),
                new("input_tokens", "INTEGER NOT NULL DEFAULT 0"),
                new("output_tokens", "INTEGER NOT NULL DEFAULT 0"),
                new("steps", "INTEGER NOT NULL DEFAULT 0"),
                new("duration_ms", "INTEGER NOT NULL DEFAULT 0"),
                new("model", "TEXT"),
                new("cache_read_tokens", "INTEGER NOT NULL DEFAULT 0"),
                new("cache_write_tokens", "INTEGER NOT NULL DEFAULT 0"),
                new("answered_by", "TEXT"),
            ]
        ),
        // Of the runs that several models were asked in, what each used.
        new(
            "agent_run_models",
            "PRIMARY KEY (run_id, position)",
            [
                new("run_id", "TEXT NOT NULL"),
                new("position", "INTEGER NOT NULL"),
                new("model", "TEXT NOT NULL"),
                new("input_tokens", "INTEGER NOT NULL"),
                new("output_tokens", "INTEGER NOT NULL"),
                new("cache_read_tokens", "INTEGER NOT NULL"),
                new("cache_write_tokens", "INTEGER NOT NULL"),
            ]
        ),
        // What each run did, and never what it said.
        new(
            "agent_run_steps",
            "PRIMARY KEY (run_id, event_id)",
            [
                new("run_id", "TEXT NOT NULL"),
                new("event_id", "INTEGER NOT NULL"),
                new("at", "TEXT NOT NULL"),
                new("kind", "TEXT NOT NULL"),
                new("name", "TEXT"),
                new("size", "INTEGER NOT NULL"),
            ]
        ),
        new("agent_run_tools", "PRIMARY KEY (run_id, name)", [new("run_id", "TEXT NOT NULL"), new("name", "TEXT NOT NULL"), new("uses", "INTEGER NOT NULL")]),
        new(
            "outgoing_messages",
            "",
            [
                new("sequence", "INTEGER PRIMARY KEY AUTOINCREMENT"),
                new("delivery_id", "TEXT NOT NULL UNIQUE"),
                new("chat_jid", "TEXT NOT NULL"),
                new("text", "TEXT NOT NULL"),
                new("created_at", "TEXT NOT NULL"),
                new("attempts", "INTEGER NOT NULL DEFAULT 0"),
                // When its chat had it, or would not take it.
                new("sent_at", "TEXT"),
                new("refusal", "TEXT"),
                new("question", "TEXT"),
                new("settles", "TEXT"),
            ]
        ),
        new(
            "effect_decisions",
            "",
            [
                new("sequence", "INTEGER PRIMARY KEY AUTOINCREMENT"),
                new("key", "TEXT NOT NULL UNIQUE"),
                new("at", "TEXT NOT NULL"),
                new("group_folder", "TEXT NOT NULL"),
                new("run_id", "TEXT"),
                new("asked_by", "TEXT"),
                new("effect", "TEXT NOT NULL"),
                new("arguments", "TEXT NOT NULL"),
                new("verdict", "TEXT NOT NULL"),
                new("reason", "TEXT"),
                new("origins", "TEXT"),
                new("held_id", "TEXT"),
                new("decided_by", "TEXT"),
            ]
        ),
        // While it is pruned, the time before which decisions are forgotten; empty else.
        new("effect_pruning", "", [new("before", "TEXT NOT NULL")]),
        new(
            "held_effects",
            "",
            [
                new("key", "TEXT PRIMARY KEY"),
                new("id", "TEXT NOT NULL UNIQUE"),
                new("group_folder", "TEXT NOT NULL"),
                new("run_id", "TEXT"),
                new("asked_by", "TEXT"),
                new("effect", "TEXT NOT NULL"),
                new("arguments", "TEXT NOT NULL"),
                new("origins", "TEXT"),
                new("shown", "TEXT NOT NULL"),
                new("held_at", "TEXT NOT NULL"),
                new("expires_at", "TEXT NOT NULL"),
                new("state", "TEXT NOT NULL"),
                new("ended_at", "TEXT"),
                new("is_told", "INTEGER NOT NULL DEFAULT 0"),
            ]
        ),
        new(
            "set_aside_messages",
            "",
            [
                new("number", "INTEGER PRIMARY KEY AUTOINCREMENT"),
                new("chat_jid", "TEXT NOT NULL"),
                new("message_id", "TEXT NOT NULL"),
                new("code", "TEXT NOT NULL"),
                new("set_aside_at", "TEXT NOT NULL"),
            ]
        ),
    ];

    public static IReadOnlyList<Index> Indexes { get; } =
    [
        new("idx_timestamp", "ON messages(timestamp)"),
        new("idx_messages_arrival", "ON messages(chat_jid, arrival)", Unique: true),
        new("idx_next_run", "ON scheduled_tasks(next_run)"),
        new("idx_status", "ON scheduled_tasks(status)"),
        new("idx_task_run_logs", "ON task_run_logs(task_id, run_at)"),
        new("idx_agent_runs_started", "ON agent_runs(started_at)"),
        // Ids of one hour begin alike, so people type their ends: eight characters are shown.
        new("idx_agent_runs_end", "ON agent_runs(substr(run_id, -8))"),
        new("idx_agent_runs_running", "ON agent_runs(started_at) WHERE status = 'running'"),
        new("idx_agent_runs_failed", "ON agent_runs(ended_at) WHERE status = 'failed'"),
        new("idx_outgoing_pending", "ON outgoing_messages(sequence) WHERE sent_at IS NULL"),
        new("idx_effect_decisions_at", "ON effect_decisions(at)"),
        new("idx_effect_decisions_run", "ON effect_decisions(run_id)"),
        new("idx_held_effects_open", "ON held_effects(held_at) WHERE state = 'open'"),
        new("idx_held_effects_untold", "ON held_effects(ended_at) WHERE is_told = 0"),
    ];

    /// <summary>What is decided stays so, whoever opens the file: it only grows, and is forgotten by age alone.</summary>
    public static IReadOnlyList<Trigger> Triggers { get; } =
    [
        // An INSERT OR REPLACE deletes what it replaces without a word to the trigger below.
        new(
            "effect_decisions_added",
            "BEFORE INSERT ON effect_decisions WHEN EXISTS (SELECT 1 FROM effect_decisions WHERE key = NEW.key OR sequence = NEW.sequence)"
        ),
        new("effect_decisions_changed", "BEFORE UPDATE ON effect_decisions"),
        new("effect_decisions_removed", "BEFORE DELETE ON effect_decisions WHEN NOT EXISTS (SELECT 1 FROM effect_pruning WHERE OLD.at < before)"),
    ];

    internal sealed record Table(string Name, string Constraints, IReadOnlyList<Column> Columns)
    {
        public string Create =>
            Constraints.Length == 0
                ? $"CREATE TABLE {Name} ({string.Join(", ", Columns)})"
                : $"CREATE TABLE {Name} ({string.Join(", ", Columns)}, {Constraints})";
    }

    internal sealed record Column(string Name, string Type)
    {
        public override string ToString() => $"{Name} {Type}";
    }

    internal sealed record Trigger(string Name, string When)
    {
        public string Create => $"CREATE TRIGGER {Name} {When} BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END";
    }

    internal sealed record Index(string Name, string On, bool Unique = false)
    {
        public string Create => $"CREATE {(Unique ? "UNIQUE " : "")}INDEX {Name} {On}";
    }
}
