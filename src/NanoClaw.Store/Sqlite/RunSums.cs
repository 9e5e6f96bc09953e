namespace NanoClaw.Store.Sqlite;

/// <summary>What the runs of a time used together.</summary>
internal static class RunSums
{
    public static IReadOnlyList<UsageTotal> Usage(Connection connection, DateTimeOffset from, DateTimeOffset before, UsagePeriod period)
    {
        using var statement = connection.Prepare(
            """
            SELECT group_folder, substr(started_at, 1, ?3) AS period, count(*), sum(status = 'failed'),
                sum(input_tokens), sum(output_tokens), sum(duration_ms),
                sum(cache_read_tokens), sum(cache_write_tokens)
            FROM agent_runs WHERE started_at >= ?1 AND started_at < ?2
            GROUP BY period, group_folder ORDER BY period, group_folder
            """
        );
        statement.Bind(1, from).Bind(2, before).Bind(3, period is UsagePeriod.Day ? 10 : 7);
        var totals = new List<UsageTotal>();
        while (statement.Step())
        {
            var day = statement.Text(1);
            totals.Add(
                new UsageTotal(
                    statement.Text(0),
                    DateOnly.Parse(day.Length == 7 ? day + "-01" : day),
                    statement.Number(2),
                    statement.Number(3),
                    statement.Number(4),
                    statement.Number(5),
                    TimeSpan.FromMilliseconds(statement.Number(6))
                )
                {
                    CacheReadTokens = statement.Number(7),
                    CacheWriteTokens = statement.Number(8),
                }
            );
        }

        return totals;
    }

    public static IReadOnlyList<ModelUse> Tokens(Connection connection, DateTimeOffset from, DateTimeOffset before)
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
            """
        );
        statement.Bind(1, from).Bind(2, before);
        var uses = new List<ModelUse>();
        while (statement.Step())
        {
            uses.Add(new(statement.Text(0), statement.Text(1), statement.Number(2), statement.Number(3), statement.Number(4), statement.Number(5)));
        }

        return uses;
    }
}
