namespace NanoClaw.Store.Sqlite;

internal sealed class SqliteRunLedger(WriteQueue writer, ReaderPool readers) : IRunLedger
{
    /// <summary>Of ids, what the index has.</summary>
    private const int IndexedEnd = 8;

    private const string Select = """
        SELECT run_id, group_folder, chat_jid, task_id, request, before_arrival, before_timestamp, after_arrival,
            after_timestamp, started_at, ended_at, status, last_event_id, has_output, attempt, error_code,
            input_tokens, output_tokens, steps, duration_ms, model, cache_read_tokens, cache_write_tokens, answered_by
        FROM agent_runs
        """;

    public async ValueTask BeginAsync(AgentRun run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        await writer.WriteAsync(
            connection =>
            {
                using var statement = connection.Prepare(
                    """
                    INSERT INTO agent_runs (run_id, group_folder, chat_jid, task_id, request, before_arrival,
                        before_timestamp, after_arrival, after_timestamp, started_at, status, attempt)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'running', ?11)
                    """
                );
                statement
                    .Bind(1, run.RunId)
                    .Bind(2, run.GroupFolder)
                    .Bind(3, run.ChatJid)
                    .Bind(4, run.TaskId)
                    .Bind(5, run.Request)
                    .Bind(6, run.CursorBefore.Arrival)
                    .Bind(7, run.CursorBefore.Timestamp)
                    .Bind(8, run.CursorAfter.Arrival)
                    .Bind(9, run.CursorAfter.Timestamp)
                    .Bind(10, run.StartedAt)
                    .Bind(11, run.Attempt)
                    .Run();
                if (run.CursorAfter.Arrival > 0)
                {
                    CursorSql.Write(connection, run.ChatJid, run.CursorAfter);
                }

                return 0;
            },
            atomic: true,
            cancellationToken
        );
    }

    public async ValueTask AdvanceAsync(string runId, long eventId, bool hasOutput = false, CancellationToken cancellationToken = default) =>
        await writer.WriteAsync(connection => Advance(connection, runId, eventId, hasOutput), atomic: false, cancellationToken);

    public async ValueTask AdvanceAsync(string runId, RunStep done, bool hasOutput = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(done);
        await writer.WriteAsync(
            connection =>
            {
                RunDetailSql.Write(connection, runId, done);
                return Advance(connection, runId, done.EventId, hasOutput);
            },
            atomic: true,
            cancellationToken
        );
    }

    public ValueTask<bool> EndAsync(string runId, RunOutcome outcome, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        if (outcome.Status is RunStatus.Running)
        {
            throw new ArgumentException("A run ends as succeeded or failed.", nameof(outcome));
        }

        return writer.WriteAsync(
            connection =>
            {
                using var statement = connection.Prepare(
                    """
                    UPDATE agent_runs SET status = ?2, ended_at = ?3, error_code = ?4, input_tokens = ?5,
                        output_tokens = ?6, steps = ?7, duration_ms = ?8, model = ?9, cache_read_tokens = ?10, cache_write_tokens = ?11,
                        answered_by = ?12, request = NULL
                    WHERE run_id = ?1 AND status = 'running'
                    """
                );
                var ended =
                    statement
                        .Bind(1, runId)
                        .Bind(2, Word(outcome.Status))
                        .Bind(3, outcome.EndedAt)
                        .Bind(4, outcome.ErrorCode)
                        .Bind(5, outcome.Usage.InputTokens)
                        .Bind(6, outcome.Usage.OutputTokens)
                        .Bind(7, outcome.Usage.Steps)
                        .Bind(8, (long)outcome.Usage.Duration.TotalMilliseconds)
                        .Bind(9, outcome.Usage.Model)
                        .Bind(10, outcome.Usage.CacheReadTokens)
                        .Bind(11, outcome.Usage.CacheWriteTokens)
                        .Bind(12, outcome.Usage.AnsweredBy)
                        .Run() > 0;
                if (!ended)
                {
                    return false;
                }

                RunDetailSql.Write(connection, runId, outcome.Usage);
                var run = Find(connection, runId)!;
                if (outcome.SessionId is { } sessionId)
                {
                    SqliteSessionStore.Write(connection, run.GroupFolder, sessionId);
                }

                if (outcome.RestoreCursor && run.CursorAfter.Arrival > 0 && CursorSql.Read(connection, run.ChatJid).Arrival == run.CursorAfter.Arrival)
                {
                    CursorSql.Write(connection, run.ChatJid, run.CursorBefore);
                }

                if (outcome.SetAside is { } code)
                {
                    SqliteSetAsideStore.Write(connection, run, code, outcome);
                }

                SqliteOutbox.Write(connection, outcome.Texts);
                return true;
            },
            atomic: true,
            cancellationToken
        );
    }

    public ValueTask<AgentRun?> FindAsync(string runId, CancellationToken cancellationToken = default) =>
        readers.ReadAsync(connection => Find(connection, runId), cancellationToken);

    public ValueTask<IReadOnlyList<AgentRun>> ListAsync(RunFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return readers.ReadAsync<IReadOnlyList<AgentRun>>(
            connection =>
            {
                using var statement = connection.Prepare(
                    $"""
                    {Select} WHERE (?1 IS NULL OR group_folder = ?1) AND (?2 IS NULL OR task_id = ?2) AND (?3 IS NULL OR status = ?3)
                        AND (?4 IS NULL OR started_at >= ?4)
                    ORDER BY started_at DESC, rowid DESC LIMIT ?5
                    """
                );
                return ReadAll(
                    statement
                        .Bind(1, filter.GroupFolder)
                        .Bind(2, filter.TaskId)
                        .Bind(3, filter.Status is { } status ? Word(status) : null)
                        .Bind(4, filter.Since)
                        .Bind(5, filter.Limit)
                );
            },
            cancellationToken
        );
    }

    public ValueTask<IReadOnlyList<AgentRun>> FindByEndAsync(string ending, int limit, CancellationToken cancellationToken = default) =>
        readers.ReadAsync<IReadOnlyList<AgentRun>>(
            connection =>
            {
                // What is shown is found by its index; whoever types less has the whole ledger looked through.
                var which = ending.Length >= IndexedEnd ? $"substr(run_id, -{IndexedEnd}) = substr(?1, -{IndexedEnd}) AND " : "";
                using var statement = connection.Prepare(
                    $"{Select} WHERE {which}substr(run_id, -length(?1)) = ?1 ORDER BY started_at DESC, rowid DESC LIMIT ?2"
                );
                return ReadAll(statement.Bind(1, ending).Bind(2, limit));
            },
            cancellationToken
        );

    public ValueTask<RunDetails> ReadDetailsAsync(string runId, CancellationToken cancellationToken = default) =>
        readers.ReadAsync(connection => RunDetailSql.Read(connection, runId), cancellationToken);

    public ValueTask<IReadOnlyList<AgentRun>> ListUnfinishedAsync(CancellationToken cancellationToken = default) =>
        ListAsync("WHERE status = 'running' ORDER BY started_at, rowid", -1, cancellationToken);

    public ValueTask<IReadOnlyList<AgentRun>> ListFailedAsync(int limit, CancellationToken cancellationToken = default) =>
        ListAsync("WHERE status = 'failed' ORDER BY ended_at DESC, rowid DESC", limit, cancellationToken);

    public ValueTask<IReadOnlyList<AgentRun>> ListLastAsync(DateTimeOffset since, CancellationToken cancellationToken = default) =>
        readers.ReadAsync<IReadOnlyList<AgentRun>>(
            connection =>
            {
                // Beside max(), SQLite takes the other columns from the row that has it.
                using var statement = connection.Prepare(
                    $"""
                    {Select} WHERE rowid IN (SELECT id FROM (
                        SELECT rowid AS id, max(started_at) FROM agent_runs WHERE started_at >= ?1 GROUP BY group_folder))
                    ORDER BY group_folder
                    """
                );
                return ReadAll(statement.Bind(1, since));
            },
            cancellationToken
        );

    public ValueTask<IReadOnlyList<UsageTotal>> SumUsageAsync(
        DateTimeOffset from,
        DateTimeOffset before,
        UsagePeriod period,
        CancellationToken cancellationToken = default
    ) => readers.ReadAsync(connection => RunSums.Usage(connection, from, before, period), cancellationToken);

    public ValueTask<IReadOnlyList<ModelUse>> SumTokensAsync(DateTimeOffset from, DateTimeOffset before, CancellationToken cancellationToken = default) =>
        readers.ReadAsync(connection => RunSums.Tokens(connection, from, before), cancellationToken);

    /// <summary>A negative limit gives all.</summary>
    private ValueTask<IReadOnlyList<AgentRun>> ListAsync(string which, int limit, CancellationToken cancellationToken) =>
        readers.ReadAsync<IReadOnlyList<AgentRun>>(
            connection =>
            {
                using var statement = connection.Prepare($"{Select} {which} LIMIT ?1");
                return ReadAll(statement.Bind(1, limit));
            },
            cancellationToken
        );

    private static List<AgentRun> ReadAll(Statement statement)
    {
        var runs = new List<AgentRun>();
        while (statement.Step())
        {
            runs.Add(Read(statement));
        }

        return runs;
    }

    private static AgentRun? Find(Connection connection, string runId)
    {
        using var statement = connection.Prepare($"{Select} WHERE run_id = ?1").Bind(1, runId);
        return statement.Step() ? Read(statement) : null;
    }

    private static AgentRun Read(Statement statement) =>
        new()
        {
            RunId = statement.Text(0),
            GroupFolder = statement.Text(1),
            ChatJid = statement.Text(2),
            TaskId = statement.TextOrNull(3),
            Request = statement.TextOrNull(4),
            CursorBefore = new(statement.Number(5), statement.Time(6)),
            CursorAfter = new(statement.Number(7), statement.Time(8)),
            StartedAt = statement.Time(9) ?? DateTimeOffset.UnixEpoch,
            EndedAt = statement.Time(10),
            Status = Enum.Parse<RunStatus>(statement.Text(11), ignoreCase: true),
            LastEventId = statement.Number(12),
            HasOutput = statement.Flag(13),
            Attempt = (int)statement.Number(14),
            ErrorCode = statement.TextOrNull(15),
            Usage = new(
                statement.Number(16),
                statement.Number(17),
                (int)statement.Number(18),
                TimeSpan.FromMilliseconds(statement.Number(19)),
                statement.TextOrNull(20)
            )
            {
                CacheReadTokens = statement.Number(21),
                CacheWriteTokens = statement.Number(22),
                AnsweredBy = statement.TextOrNull(23),
            },
        };

    private static int Advance(Connection connection, string runId, long eventId, bool hasOutput)
    {
        using var statement = connection.Prepare(
            """
            UPDATE agent_runs SET last_event_id = max(last_event_id, ?2), has_output = max(has_output, ?3)
            WHERE run_id = ?1
            """
        );
        return statement.Bind(1, runId).Bind(2, eventId).Bind(3, hasOutput).Run();
    }

    private static string Word(RunStatus status) => status.ToString().ToLowerInvariant();
}
