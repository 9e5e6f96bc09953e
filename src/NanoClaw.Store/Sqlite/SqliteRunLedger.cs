namespace NanoClaw.Store.Sqlite;

internal sealed class SqliteRunLedger(WriteQueue writer, ReaderPool readers) : IRunLedger
{
    private const string Select =
        """
        SELECT run_id, group_folder, chat_jid, task_id, request, before_arrival, before_timestamp, after_arrival,
            after_timestamp, started_at, ended_at, status, last_event_id, has_output, attempt, error_code,
            input_tokens, output_tokens, steps, duration_ms, model, cache_read_tokens, cache_write_tokens
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
                    """);
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
            cancellationToken);
    }

    public async ValueTask AdvanceAsync(string runId, long eventId, bool hasOutput = false, CancellationToken cancellationToken = default) =>
        await writer.WriteAsync(
            connection =>
            {
                using var statement = connection.Prepare(
                    """
                    UPDATE agent_runs SET last_event_id = max(last_event_id, ?2), has_output = max(has_output, ?3)
                    WHERE run_id = ?1
                    """);
                return statement.Bind(1, runId).Bind(2, eventId).Bind(3, hasOutput).Run();
            },
            atomic: false,
            cancellationToken);

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
                        request = NULL
                    WHERE run_id = ?1 AND status = 'running'
                    """);
                var ended = statement
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
                    .Run() > 0;
                if (!ended)
                {
                    return false;
                }

                WriteShares(connection, runId, outcome.Usage.Shares);
                var run = Find(connection, runId)!;
                if (outcome.SessionId is { } sessionId)
                {
                    SqliteSessionStore.Write(connection, run.GroupFolder, sessionId);
                }

                if (outcome.RestoreCursor
                    && run.CursorAfter.Arrival > 0
                    && CursorSql.Read(connection, run.ChatJid).Arrival == run.CursorAfter.Arrival)
                {
                    CursorSql.Write(connection, run.ChatJid, run.CursorBefore);
                }

                if (outcome.SetAside is { } code)
                {
                    SqliteSetAsideStore.Write(connection, run, code, outcome.EndedAt);
                }

                SqliteOutbox.Write(connection, outcome.Texts);
                return true;
            },
            atomic: true,
            cancellationToken);
    }

    public ValueTask<AgentRun?> FindAsync(string runId, CancellationToken cancellationToken = default) =>
        readers.ReadAsync(connection => Find(connection, runId), cancellationToken);

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
                    """);
                return ReadAll(statement.Bind(1, since));
            },
            cancellationToken);

    public ValueTask<IReadOnlyList<UsageTotal>> SumUsageAsync(
        DateTimeOffset from, DateTimeOffset before, UsagePeriod period, CancellationToken cancellationToken = default) =>
        readers.ReadAsync<IReadOnlyList<UsageTotal>>(
            connection =>
            {
                using var statement = connection.Prepare(
                    """
                    SELECT group_folder, substr(started_at, 1, ?3) AS period, count(*), sum(status = 'failed'),
                        sum(input_tokens), sum(output_tokens), sum(duration_ms),
                        sum(cache_read_tokens), sum(cache_write_tokens)
                    FROM agent_runs WHERE started_at >= ?1 AND started_at < ?2
                    GROUP BY period, group_folder ORDER BY period, group_folder
                    """);
                statement.Bind(1, from).Bind(2, before).Bind(3, period is UsagePeriod.Day ? 10 : 7);
                var totals = new List<UsageTotal>();
                while (statement.Step())
                {
                    var day = statement.Text(1);
                    totals.Add(new UsageTotal(
                        statement.Text(0),
                        DateOnly.Parse(day.Length == 7 ? day + "-01" : day),
                        statement.Number(2),
                        statement.Number(3),
                        statement.Number(4),
                        statement.Number(5),
                        TimeSpan.FromMilliseconds(statement.Number(6)))
                    {
                        CacheReadTokens = statement.Number(7),
                        CacheWriteTokens = statement.Number(8),
                    });
                }

                return totals;
            },
            cancellationToken);

    public ValueTask<IReadOnlyList<ModelUse>> SumTokensAsync(
        DateTimeOffset from, DateTimeOffset before, CancellationToken cancellationToken = default) =>
        readers.ReadAsync<IReadOnlyList<ModelUse>>(
            connection =>
            {
                using var statement = connection.Prepare(
                    """
                    SELECT group_folder, coalesce(coalesce(part.model, run.model), '') AS name,
                        sum(coalesce(part.input_tokens, run.input_tokens)
                            - coalesce(part.cache_read_tokens, run.cache_read_tokens) - coalesce(part.cache_write_tokens, run.cache_write_tokens)),
                        sum(coalesce(part.cache_read_tokens, run.cache_read_tokens)), sum(coalesce(part.cache_write_tokens, run.cache_write_tokens)),
                        sum(coalesce(part.output_tokens, run.output_tokens))
                    FROM agent_runs AS run LEFT JOIN agent_run_models AS part USING (run_id)
                    WHERE started_at >= ?1 AND started_at < ?2
                    GROUP BY group_folder, name ORDER BY group_folder, name
                    """);
                statement.Bind(1, from).Bind(2, before);
                var uses = new List<ModelUse>();
                while (statement.Step())
                {
                    uses.Add(new(
                        statement.Text(0), statement.Text(1), statement.Number(2), statement.Number(3), statement.Number(4), statement.Number(5)));
                }

                return uses;
            },
            cancellationToken);

    /// <summary>A negative limit gives all.</summary>
    private ValueTask<IReadOnlyList<AgentRun>> ListAsync(string which, int limit, CancellationToken cancellationToken) =>
        readers.ReadAsync<IReadOnlyList<AgentRun>>(
            connection =>
            {
                using var statement = connection.Prepare($"{Select} {which} LIMIT ?1");
                return ReadAll(statement.Bind(1, limit));
            },
            cancellationToken);

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

    private static AgentRun Read(Statement statement) => new()
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
            statement.TextOrNull(20))
        {
            CacheReadTokens = statement.Number(21),
            CacheWriteTokens = statement.Number(22),
        },
    };

    private static void WriteShares(Connection connection, string runId, IReadOnlyList<ModelShare> shares)
    {
        foreach (var (position, share) in shares.Index())
        {
            using var statement = connection.Prepare("INSERT INTO agent_run_models VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
            statement
                .Bind(1, runId)
                .Bind(2, position)
                .Bind(3, share.Model)
                .Bind(4, share.InputTokens)
                .Bind(5, share.OutputTokens)
                .Bind(6, share.CacheReadTokens)
                .Bind(7, share.CacheWriteTokens)
                .Run();
        }
    }

    private static string Word(RunStatus status) => status.ToString().ToLowerInvariant();
}
