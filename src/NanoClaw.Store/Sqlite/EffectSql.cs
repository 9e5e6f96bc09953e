namespace NanoClaw.Store.Sqlite;

/// <summary>The rows of decisions and of what is held.</summary>
internal static class EffectSql
{
    private const string Decisions =
        "SELECT key, at, group_folder, run_id, asked_by, effect, arguments, verdict, reason, origins, held_id, decided_by, sequence FROM effect_decisions";

    private const string Held =
        "SELECT key, id, group_folder, run_id, asked_by, effect, arguments, origins, held_at, expires_at, state, ended_at, shown FROM held_effects";

    public static EffectDecision? FindDecision(Connection connection, string key)
    {
        using var statement = connection.Prepare($"{Decisions} WHERE key = ?1").Bind(1, key);
        return statement.Step() ? ReadDecision(statement) : null;
    }

    public static IReadOnlyList<EffectDecision> List(Connection connection, EffectFilter filter)
    {
        using var statement = connection.Prepare(
            $"""
            {Decisions}
            WHERE (?1 IS NULL OR group_folder = ?1) AND (?2 IS NULL OR substr(run_id, -length(?2)) = ?2) AND (?3 IS NULL OR effect = ?3)
                AND (?4 IS NULL OR verdict = ?4) AND (?5 IS NULL OR held_id = ?5) AND (?6 IS NULL OR at >= ?6)
            ORDER BY sequence DESC LIMIT ?7
            """
        );
        statement
            .Bind(1, filter.GroupFolder)
            .Bind(2, filter.RunId)
            .Bind(3, filter.Effect)
            .Bind(4, filter.Verdict is { } verdict ? Word(verdict) : null)
            .Bind(5, filter.HeldId)
            .Bind(6, filter.Since)
            .Bind(7, filter.Limit);
        var decisions = new List<EffectDecision>();
        while (statement.Step())
        {
            decisions.Add(ReadDecision(statement));
        }

        return decisions;
    }

    public static IReadOnlyList<HeldEffect> ReadHeld(Connection connection, string which, string? value = null)
    {
        using var statement = connection.Prepare($"{Held} {which}");
        if (value is not null)
        {
            statement.Bind(1, value);
        }

        var held = new List<HeldEffect>();
        while (statement.Step())
        {
            held.Add(
                new HeldEffect
                {
                    Key = statement.Text(0),
                    Id = statement.Text(1),
                    GroupFolder = statement.Text(2),
                    RunId = statement.TextOrNull(3),
                    AskedBy = statement.TextOrNull(4),
                    Effect = statement.Text(5),
                    Arguments = statement.Text(6),
                    Origins = statement.TextOrNull(7),
                    HeldAt = statement.Time(8) ?? DateTimeOffset.UnixEpoch,
                    ExpiresAt = statement.Time(9) ?? DateTimeOffset.UnixEpoch,
                    State = Enum.Parse<HeldState>(statement.Text(10), ignoreCase: true),
                    EndedAt = statement.Time(11),
                    Shown = statement.Text(12),
                }
            );
        }

        return held;
    }

    public static void Write(Connection connection, EffectDecision decision)
    {
        using var statement = connection.Prepare(
            """
            INSERT INTO effect_decisions
                (key, at, group_folder, run_id, asked_by, effect, arguments, verdict, reason, origins, held_id, decided_by)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            """
        );
        statement
            .Bind(1, decision.Key)
            .Bind(2, decision.At)
            .Bind(3, decision.GroupFolder)
            .Bind(4, decision.RunId)
            .Bind(5, decision.AskedBy)
            .Bind(6, decision.Effect)
            .Bind(7, decision.Arguments)
            .Bind(8, Word(decision.Verdict))
            .Bind(9, decision.Reason)
            .Bind(10, decision.Origins)
            .Bind(11, decision.HeldId)
            .Bind(12, decision.DecidedBy)
            .Run();
    }

    public static void Write(Connection connection, HeldEffect held)
    {
        using var statement = connection.Prepare(
            """
            INSERT INTO held_effects
                (key, id, group_folder, run_id, asked_by, effect, arguments, origins, held_at, expires_at, shown, state)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 'open')
            """
        );
        statement
            .Bind(1, held.Key)
            .Bind(2, held.Id)
            .Bind(3, held.GroupFolder)
            .Bind(4, held.RunId)
            .Bind(5, held.AskedBy)
            .Bind(6, held.Effect)
            .Bind(7, held.Arguments)
            .Bind(8, held.Origins)
            .Bind(9, held.HeldAt)
            .Bind(10, held.ExpiresAt)
            .Bind(11, held.Shown)
            .Run();
    }

    /// <summary>Ends what is held as its decision says.</summary>
    public static void End(Connection connection, string key, EffectDecision decision)
    {
        using var statement = connection.Prepare("UPDATE held_effects SET state = ?2, ended_at = ?3 WHERE key = ?1");
        statement.Bind(1, key).Bind(2, Word(decision.Verdict)).Bind(3, decision.At).Run();
    }

    private static EffectDecision ReadDecision(Statement statement) =>
        new()
        {
            Key = statement.Text(0),
            At = statement.Time(1) ?? DateTimeOffset.UnixEpoch,
            GroupFolder = statement.Text(2),
            RunId = statement.TextOrNull(3),
            AskedBy = statement.TextOrNull(4),
            Effect = statement.Text(5),
            Arguments = statement.Text(6),
            Verdict = Enum.Parse<EffectVerdict>(statement.Text(7), ignoreCase: true),
            Reason = statement.TextOrNull(8),
            Origins = statement.TextOrNull(9),
            HeldId = statement.TextOrNull(10),
            DecidedBy = statement.TextOrNull(11),
            Sequence = statement.Number(12),
        };

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
