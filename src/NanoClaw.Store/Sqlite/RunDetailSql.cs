namespace NanoClaw.Store.Sqlite;

/// <summary>The rows of a run's steps, models and tools.</summary>
internal static class RunDetailSql
{
    public static void Write(Connection connection, string runId, RunStep step)
    {
        using var statement = connection.Prepare(
            "INSERT OR IGNORE INTO agent_run_steps (run_id, event_id, at, kind, name, size) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
        );
        statement
            .Bind(1, runId)
            .Bind(2, step.EventId)
            .Bind(3, step.At)
            .Bind(4, step.Kind.ToString().ToLowerInvariant())
            .Bind(5, step.Name)
            .Bind(6, step.Size)
            .Run();
    }

    public static void Write(Connection connection, string runId, RunUsage usage)
    {
        foreach (var (position, share) in usage.Shares.Index())
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

        foreach (var (name, uses) in usage.Tools)
        {
            using var statement = connection.Prepare("INSERT INTO agent_run_tools (run_id, name, uses) VALUES (?1, ?2, ?3)");
            statement.Bind(1, runId).Bind(2, name).Bind(3, uses).Run();
        }
    }

    public static RunDetails Read(Connection connection, string runId) =>
        new(ReadSteps(connection, runId), ReadShares(connection, runId), ReadTools(connection, runId));

    private static List<RunStep> ReadSteps(Connection connection, string runId)
    {
        using var statement = connection
            .Prepare("SELECT event_id, at, kind, name, size FROM agent_run_steps WHERE run_id = ?1 ORDER BY event_id")
            .Bind(1, runId);
        var steps = new List<RunStep>();
        while (statement.Step())
        {
            steps.Add(
                new(
                    statement.Number(0),
                    statement.Time(1) ?? DateTimeOffset.UnixEpoch,
                    Enum.Parse<RunStepKind>(statement.Text(2), ignoreCase: true),
                    statement.TextOrNull(3),
                    (int)statement.Number(4)
                )
            );
        }

        return steps;
    }

    private static List<ModelShare> ReadShares(Connection connection, string runId)
    {
        using var statement = connection
            .Prepare(
                "SELECT model, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens FROM agent_run_models WHERE run_id = ?1 ORDER BY position"
            )
            .Bind(1, runId);
        var shares = new List<ModelShare>();
        while (statement.Step())
        {
            shares.Add(new(statement.Text(0), statement.Number(1), statement.Number(2), statement.Number(3), statement.Number(4)));
        }

        return shares;
    }

    private static Dictionary<string, int> ReadTools(Connection connection, string runId)
    {
        using var statement = connection.Prepare("SELECT name, uses FROM agent_run_tools WHERE run_id = ?1 ORDER BY name").Bind(1, runId);
        var tools = new Dictionary<string, int>(StringComparer.Ordinal);
        while (statement.Step())
        {
            tools.Add(statement.Text(0), (int)statement.Number(1));
        }

        return tools;
    }
}
