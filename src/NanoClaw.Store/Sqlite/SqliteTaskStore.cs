namespace NanoClaw.Store.Sqlite;

internal sealed class SqliteTaskStore(WriteQueue writer, ReaderPool readers) : ITaskStore
{
    private const string Columns = """
        id, group_folder, chat_jid, prompt, schedule_type, schedule_value, next_run, last_run, last_result, status,
        created_at, context_mode, script
        """;

    public ValueTask<bool> AddAsync(ScheduledTask task, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        return writer.WriteAsync(connection => Insert(connection, task), atomic: false, cancellationToken);
    }

    public ValueTask<bool> AddAsync(ScheduledTask task, int mostActive, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        return writer.WriteAsync(connection => HasRoom(connection, task, mostActive) && Insert(connection, task), atomic: true, cancellationToken);
    }

    public ValueTask<bool> UpdateAsync(ScheduledTask task, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        return writer.WriteAsync(connection => Update(connection, task), atomic: false, cancellationToken);
    }

    public ValueTask<bool> ReplaceAsync(ScheduledTask before, ScheduledTask after, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return writer.WriteAsync(connection => Find(connection, before.Id) == before && Update(connection, after), atomic: true, cancellationToken);
    }

    public ValueTask<ScheduledTask?> FindAsync(string id, CancellationToken cancellationToken = default) =>
        readers.ReadAsync(connection => Find(connection, id), cancellationToken);

    public ValueTask<IReadOnlyList<ScheduledTask>> ListAsync(string? groupFolder = null, CancellationToken cancellationToken = default) =>
        readers.ReadAsync<IReadOnlyList<ScheduledTask>>(
            connection =>
            {
                using var statement = connection.Prepare(
                    $"""
                    SELECT {Columns} FROM scheduled_tasks WHERE ?1 IS NULL OR group_folder = ?1
                    ORDER BY created_at DESC, id
                    """
                );
                return ReadAll(statement.Bind(1, groupFolder));
            },
            cancellationToken
        );

    public ValueTask<IReadOnlyList<ScheduledTask>> ListDueAsync(DateTimeOffset now, CancellationToken cancellationToken = default) =>
        readers.ReadAsync<IReadOnlyList<ScheduledTask>>(
            connection =>
            {
                using var statement = connection.Prepare(
                    $"""
                    SELECT {Columns} FROM scheduled_tasks
                    WHERE status = 'active' AND next_run IS NOT NULL AND next_run <= ?1 ORDER BY next_run, id
                    """
                );
                return ReadAll(statement.Bind(1, now));
            },
            cancellationToken
        );

    public ValueTask<DateTimeOffset?> FindNextDueAsync(DateTimeOffset now, CancellationToken cancellationToken = default) =>
        readers.ReadAsync(
            connection =>
            {
                using var statement = connection.Prepare("SELECT min(next_run) FROM scheduled_tasks WHERE status = 'active' AND next_run > ?1");
                return statement.Bind(1, now).Step() ? statement.Time(0) : null;
            },
            cancellationToken
        );

    public ValueTask<bool> RemoveAsync(string id, CancellationToken cancellationToken = default) =>
        writer.WriteAsync(connection => Remove(connection, id), atomic: true, cancellationToken);

    public async ValueTask RecordRunAsync(TaskRun run, string lastResult, DateTimeOffset? nextRun, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        await writer.WriteAsync(
            connection =>
            {
                // A task that was cancelled while it ran has no row for its log to refer to.
                using var log = connection.Prepare(
                    """
                    INSERT INTO task_run_logs (task_id, run_at, duration_ms, status, result, error)
                    SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE EXISTS (SELECT 1 FROM scheduled_tasks WHERE id = ?1)
                    """
                );
                log.Bind(1, run.TaskId)
                    .Bind(2, run.RunAt)
                    .Bind(3, (long)run.Duration.TotalMilliseconds)
                    .Bind(4, run.Status)
                    .Bind(5, run.Result)
                    .Bind(6, run.Error)
                    .Run();
                using var task = connection.Prepare(
                    """
                    UPDATE scheduled_tasks SET last_run = ?2, last_result = ?3, next_run = ?4,
                        status = CASE WHEN ?4 IS NULL THEN 'completed' ELSE status END
                    WHERE id = ?1
                    """
                );
                return task.Bind(1, run.TaskId).Bind(2, run.RunAt).Bind(3, lastResult).Bind(4, nextRun).Run();
            },
            atomic: true,
            cancellationToken
        );
    }

    public ValueTask<IReadOnlyList<TaskRun>> ListRunsAsync(string taskId, int limit, CancellationToken cancellationToken = default) =>
        readers.ReadAsync<IReadOnlyList<TaskRun>>(
            connection =>
            {
                using var statement = connection.Prepare(
                    """
                    SELECT task_id, run_at, duration_ms, status, result, error FROM task_run_logs
                    WHERE task_id = ?1 ORDER BY run_at DESC, id DESC LIMIT ?2
                    """
                );
                statement.Bind(1, taskId).Bind(2, limit);
                var runs = new List<TaskRun>();
                while (statement.Step())
                {
                    runs.Add(
                        new TaskRun(
                            statement.Text(0),
                            statement.Time(1) ?? DateTimeOffset.UnixEpoch,
                            TimeSpan.FromMilliseconds(statement.Number(2)),
                            statement.Text(3),
                            statement.TextOrNull(4),
                            statement.TextOrNull(5)
                        )
                    );
                }

                return runs;
            },
            cancellationToken
        );

    /// <summary>Whether the group may have this one more active task.</summary>
    internal static bool HasRoom(Connection connection, ScheduledTask task, int? mostActive)
    {
        if (mostActive is not { } most || task.Status is not ScheduledTaskStatus.Active)
        {
            return true;
        }

        using var statement = connection.Prepare("SELECT count(*) FROM scheduled_tasks WHERE group_folder = ?1 AND status = 'active' AND id <> ?2");
        return statement.Bind(1, task.GroupFolder).Bind(2, task.Id).Step() && statement.Number(0) < most;
    }

    internal static bool Insert(Connection connection, ScheduledTask task)
    {
        using var statement = connection.Prepare(
            $"""
            INSERT INTO scheduled_tasks ({Columns})
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT (id) DO NOTHING
            """
        );
        return Bind(statement, task).Run() > 0;
    }

    internal static bool Remove(Connection connection, string id)
    {
        using var log = connection.Prepare("DELETE FROM task_run_logs WHERE task_id = ?1");
        log.Bind(1, id).Run();
        using var task = connection.Prepare("DELETE FROM scheduled_tasks WHERE id = ?1");
        return task.Bind(1, id).Run() > 0;
    }

    internal static bool Update(Connection connection, ScheduledTask task)
    {
        using var statement = connection.Prepare(
            """
            UPDATE scheduled_tasks SET
                group_folder = ?2, chat_jid = ?3, prompt = ?4, schedule_type = ?5, schedule_value = ?6,
                next_run = ?7, last_run = ?8, last_result = ?9, status = ?10, created_at = ?11,
                context_mode = ?12, script = ?13
            WHERE id = ?1
            """
        );
        return Bind(statement, task).Run() > 0;
    }

    internal static ScheduledTask? Find(Connection connection, string id)
    {
        using var statement = connection.Prepare($"SELECT {Columns} FROM scheduled_tasks WHERE id = ?1");
        return statement.Bind(1, id).Step() ? Read(statement) : null;
    }

    private static Statement Bind(Statement statement, ScheduledTask task) =>
        statement
            .Bind(1, task.Id)
            .Bind(2, task.GroupFolder)
            .Bind(3, task.ChatJid)
            .Bind(4, task.Prompt)
            .Bind(5, Word(task.ScheduleType))
            .Bind(6, task.ScheduleValue)
            .Bind(7, task.NextRun)
            .Bind(8, task.LastRun)
            .Bind(9, task.LastResult)
            .Bind(10, Word(task.Status))
            .Bind(11, task.CreatedAt)
            .Bind(12, Word(task.ContextMode))
            .Bind(13, task.Script);

    private static List<ScheduledTask> ReadAll(Statement statement)
    {
        var tasks = new List<ScheduledTask>();
        while (statement.Step())
        {
            tasks.Add(Read(statement));
        }

        return tasks;
    }

    private static ScheduledTask Read(Statement statement) =>
        new()
        {
            Id = statement.Text(0),
            GroupFolder = statement.Text(1),
            ChatJid = statement.Text(2),
            Prompt = statement.Text(3),
            ScheduleType = Enum.TryParse<ScheduleType>(statement.Text(4), ignoreCase: true, out var type) ? type : ScheduleType.Once,
            ScheduleValue = statement.Text(5),
            NextRun = statement.Time(6),
            LastRun = statement.Time(7),
            LastResult = statement.TextOrNull(8),
            // A status that is not known runs nothing.
            Status = Enum.TryParse<ScheduledTaskStatus>(statement.Text(9), ignoreCase: true, out var status) ? status : ScheduledTaskStatus.Paused,
            CreatedAt = statement.Time(10) ?? DateTimeOffset.UnixEpoch,
            ContextMode = Enum.TryParse<ContextMode>(statement.TextOrNull(11), ignoreCase: true, out var mode) ? mode : ContextMode.Isolated,
            Script = statement.TextOrNull(12),
        };

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
