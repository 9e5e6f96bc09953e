namespace NanoClaw.Store.Sqlite;

internal sealed class SqliteSetAsideStore(WriteQueue writer, ReaderPool readers) : ISetAsideStore
{
    public ValueTask<IReadOnlyList<SetAsideMessage>> ListAsync(CancellationToken cancellationToken = default) =>
        readers.ReadAsync<IReadOnlyList<SetAsideMessage>>(
            connection =>
            {
                using var statement = connection.Prepare(
                    """
                    SELECT s.number, s.chat_jid, s.message_id, s.code, s.set_aside_at, coalesce(m.sender_name, m.sender), m.content
                    FROM set_aside_messages s LEFT JOIN messages m ON m.id = s.message_id AND m.chat_jid = s.chat_jid
                    ORDER BY s.number
                    """
                );
                var messages = new List<SetAsideMessage>();
                while (statement.Step())
                {
                    messages.Add(
                        new SetAsideMessage(
                            statement.Number(0),
                            statement.Text(1),
                            statement.Text(2),
                            statement.Text(3),
                            statement.Time(4) ?? DateTimeOffset.UnixEpoch,
                            statement.TextOrNull(5),
                            statement.TextOrNull(6)
                        )
                    );
                }

                return messages;
            },
            cancellationToken
        );

    public ValueTask<bool> AddAsync(AgentRun run, RunOutcome outcome, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(outcome);
        if (outcome.SetAside is not { } code)
        {
            throw new ArgumentException("It says why.", nameof(outcome));
        }

        return writer.WriteAsync(
            connection =>
            {
                if (CursorSql.Read(connection, run.ChatJid).Arrival >= run.CursorAfter.Arrival)
                {
                    return false;
                }

                Write(connection, run, code, outcome);
                CursorSql.Write(connection, run.ChatJid, run.CursorAfter);
                SqliteOutbox.Write(connection, outcome.Texts);
                return true;
            },
            atomic: true,
            cancellationToken
        );
    }

    public ValueTask<bool> RetryAsync(long number, CancellationToken cancellationToken = default) =>
        writer.WriteAsync(
            connection =>
            {
                using var message = connection.Prepare(
                    """
                    UPDATE messages SET arrival = 1 + max(
                        (SELECT max(o.arrival) FROM messages o WHERE o.chat_jid = messages.chat_jid),
                        coalesce((SELECT c.arrival FROM message_cursors c WHERE c.chat_jid = messages.chat_jid), 0))
                    WHERE (chat_jid, id) = (SELECT chat_jid, message_id FROM set_aside_messages WHERE number = ?1)
                    """
                );
                message.Bind(1, number).Run();
                return Drop(connection, number);
            },
            atomic: true,
            cancellationToken
        );

    public ValueTask<bool> DropAsync(long number, CancellationToken cancellationToken = default) =>
        writer.WriteAsync(connection => Drop(connection, number), atomic: false, cancellationToken);

    /// <summary>The last message of people that a run had, the one it was for, or all from a place on.</summary>
    internal static void Write(Connection connection, AgentRun run, string code, RunOutcome outcome)
    {
        using var statement = connection.Prepare(
            """
            INSERT INTO set_aside_messages (chat_jid, message_id, code, set_aside_at)
            SELECT chat_jid, id, ?4, ?5 FROM (
                SELECT chat_jid, id, arrival FROM messages
                WHERE chat_jid = ?1 AND arrival > ?2 AND arrival <= ?3 AND is_bot_message = 0 AND content <> '' AND (?6 IS NULL OR arrival >= ?6)
                ORDER BY arrival DESC LIMIT CASE WHEN ?6 IS NULL THEN 1 ELSE -1 END)
            ORDER BY arrival
            """
        );
        statement
            .Bind(1, run.ChatJid)
            .Bind(2, run.CursorBefore.Arrival)
            .Bind(3, run.CursorAfter.Arrival)
            .Bind(4, code)
            .Bind(5, outcome.EndedAt)
            .Bind(6, outcome.SetAsideFrom)
            .Run();
    }

    private static bool Drop(Connection connection, long number)
    {
        using var statement = connection.Prepare("DELETE FROM set_aside_messages WHERE number = ?1");
        return statement.Bind(1, number).Run() > 0;
    }
}
