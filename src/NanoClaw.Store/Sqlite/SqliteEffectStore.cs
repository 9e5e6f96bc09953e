namespace NanoClaw.Store.Sqlite;

internal sealed class SqliteEffectStore(WriteQueue writer, ReaderPool readers) : IEffectStore
{
    public ValueTask<EffectOutcome> ApplyAsync(EffectChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        return writer.WriteAsync(connection => Apply(connection, change), atomic: true, cancellationToken);
    }

    public ValueTask<EffectDecision?> FindAsync(string key, CancellationToken cancellationToken = default) =>
        readers.ReadAsync(connection => EffectSql.FindDecision(connection, key), cancellationToken);

    public ValueTask<IReadOnlyList<EffectDecision>> ListAsync(EffectFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return readers.ReadAsync(connection => EffectSql.List(connection, filter), cancellationToken);
    }

    public ValueTask<int> CountAsync(string runId, CancellationToken cancellationToken = default) =>
        readers.ReadAsync(
            connection =>
            {
                using var statement = connection.Prepare("SELECT count(*) FROM effect_decisions WHERE run_id = ?1").Bind(1, runId);
                return statement.Step() ? (int)statement.Number(0) : 0;
            },
            cancellationToken
        );

    public ValueTask<HeldEffect?> FindHeldAsync(string id, CancellationToken cancellationToken = default) =>
        readers.ReadAsync(connection => EffectSql.ReadHeld(connection, "WHERE id = ?1", id) is [var held, ..] ? held : null, cancellationToken);

    public ValueTask<IReadOnlyList<HeldEffect>> ListOpenAsync(CancellationToken cancellationToken = default) =>
        readers.ReadAsync(connection => EffectSql.ReadHeld(connection, "WHERE state = 'open' ORDER BY held_at, rowid"), cancellationToken);

    public ValueTask<IReadOnlyList<HeldEffect>> ListUntoldAsync(CancellationToken cancellationToken = default) =>
        readers.ReadAsync(connection => EffectSql.ReadHeld(connection, "WHERE is_told = 0 AND state <> 'open' ORDER BY ended_at, rowid"), cancellationToken);

    public async ValueTask MarkToldAsync(string key, CancellationToken cancellationToken = default) =>
        await writer.WriteAsync(
            connection =>
            {
                using var statement = connection.Prepare("UPDATE held_effects SET is_told = 1 WHERE key = ?1");
                return statement.Bind(1, key).Run();
            },
            atomic: false,
            cancellationToken
        );

    public ValueTask<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken = default) =>
        writer.WriteAsync(
            connection =>
            {
                using var older = connection.Prepare(
                    """
                    SELECT EXISTS (SELECT 1 FROM effect_decisions WHERE at < ?1)
                        OR EXISTS (SELECT 1 FROM held_effects WHERE state <> 'open' AND is_told = 1 AND ended_at < ?1)
                    """
                );
                if (older.Bind(1, before).Step() && !older.Flag(0))
                {
                    return 0;
                }

                // Only while this stands does the trigger let a decision go, and only an older one.
                using var begin = connection.Prepare("INSERT INTO effect_pruning (before) VALUES (?1)");
                begin.Bind(1, before).Run();
                using var decisions = connection.Prepare("DELETE FROM effect_decisions WHERE at < ?1");
                var pruned = decisions.Bind(1, before).Run();
                using var held = connection.Prepare("DELETE FROM held_effects WHERE state <> 'open' AND is_told = 1 AND ended_at < ?1");
                held.Bind(1, before).Run();
                using var end = connection.Prepare("DELETE FROM effect_pruning");
                end.Run();
                return pruned;
            },
            atomic: true,
            cancellationToken
        );

    private static EffectOutcome Apply(Connection connection, EffectChange change)
    {
        // All that may stand against it is looked at before anything is written.
        if (EffectSql.FindDecision(connection, change.Decision.Key) is not null)
        {
            return EffectOutcome.Known;
        }

        if (change.Ends is { } ends && EffectSql.ReadHeld(connection, "WHERE key = ?1 AND state = 'open'", ends).Count == 0)
        {
            return EffectOutcome.Closed;
        }

        if (change.Hold is { } hold && EffectSql.ReadHeld(connection, "WHERE id = ?1", hold.Id).Count > 0)
        {
            return EffectOutcome.IdTaken;
        }

        if (change.Write.TaskBefore is { } before && SqliteTaskStore.Find(connection, before.Id) != before)
        {
            return EffectOutcome.Stale;
        }

        if ((change.Write.NewTask ?? change.Write.TaskAfter) is { } task && !SqliteTaskStore.HasRoom(connection, task, change.Write.MostActive))
        {
            return EffectOutcome.Stale;
        }

        EffectSql.Write(connection, change.Decision);
        if (change.Hold is { } held)
        {
            EffectSql.Write(connection, held);
        }

        if (change.Ends is { } ended)
        {
            EffectSql.End(connection, ended, change.Decision);
        }

        Write(connection, change.Write);
        SqliteOutbox.Write(connection, change.Texts);
        return EffectOutcome.Done;
    }

    private static void Write(Connection connection, EffectWrite write)
    {
        SqliteOutbox.Write(connection, write.Texts);
        if (write.NewTask is { } task)
        {
            SqliteTaskStore.Insert(connection, task);
        }

        if (write.TaskAfter is { } after)
        {
            SqliteTaskStore.Update(connection, after);
        }
        else if (write.TaskBefore is { } removed)
        {
            SqliteTaskStore.Remove(connection, removed.Id);
        }

        if (write.Group is { } group)
        {
            SqliteGroupStore.Put(connection, group);
            if (write.ReadUntil is { } cursor)
            {
                CursorSql.Write(connection, group.Jid, cursor);
            }
        }
    }
}
