namespace NanoClaw.Store.Sqlite;

internal sealed class SqliteOutbox(WriteQueue writer, ReaderPool readers) : IOutbox
{
    public async ValueTask AddAsync(IReadOnlyCollection<OutgoingMessage> messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        await writer.WriteAsync(
            connection =>
            {
                Write(connection, messages);
                return 0;
            },
            atomic: true,
            cancellationToken
        );
    }

    public ValueTask<IReadOnlyList<OutgoingMessage>> ListPendingAsync(string? chatJid = null, CancellationToken cancellationToken = default) =>
        readers.ReadAsync<IReadOnlyList<OutgoingMessage>>(
            connection =>
            {
                using var statement = connection.Prepare(
                    """
                    SELECT delivery_id, chat_jid, text, created_at, attempts, sequence, question, settles FROM outgoing_messages
                    WHERE sent_at IS NULL AND (?1 IS NULL OR chat_jid = ?1) ORDER BY sequence
                    """
                );
                statement.Bind(1, chatJid);
                var messages = new List<OutgoingMessage>();
                while (statement.Step())
                {
                    messages.Add(
                        new OutgoingMessage
                        {
                            DeliveryId = statement.Text(0),
                            ChatJid = statement.Text(1),
                            Text = statement.Text(2),
                            CreatedAt = statement.Time(3) ?? DateTimeOffset.UnixEpoch,
                            Attempts = (int)statement.Number(4),
                            Sequence = statement.Number(5),
                            Question = statement.TextOrNull(6),
                            Settles = statement.TextOrNull(7),
                        }
                    );
                }

                return messages;
            },
            cancellationToken
        );

    public ValueTask<bool> AttemptAsync(string deliveryId, CancellationToken cancellationToken = default) =>
        writer.WriteAsync(
            connection =>
            {
                using var statement = connection.Prepare("UPDATE outgoing_messages SET attempts = attempts + 1 WHERE delivery_id = ?1 AND sent_at IS NULL");
                return statement.Bind(1, deliveryId).Run() > 0;
            },
            atomic: false,
            cancellationToken
        );

    public ValueTask<int> WithdrawAsync(string chatJid, string keyPrefix, CancellationToken cancellationToken = default) =>
        writer.WriteAsync(
            connection =>
            {
                using var statement = connection.Prepare(
                    "DELETE FROM outgoing_messages WHERE sent_at IS NULL AND chat_jid = ?1 AND substr(delivery_id, 1, length(?2)) = ?2"
                );
                return statement.Bind(1, chatJid).Bind(2, keyPrefix).Run();
            },
            atomic: false,
            cancellationToken
        );

    public async ValueTask CompleteAsync(string deliveryId, DateTimeOffset sentAt, ChatMessage? kept = null, CancellationToken cancellationToken = default) =>
        await writer.WriteAsync(
            connection =>
            {
                if (kept is not null)
                {
                    SqliteMessageStore.Add(connection, kept);
                }

                // The text is not needed any more; the id stays, so that adding it again has no effect.
                using var statement = connection.Prepare("UPDATE outgoing_messages SET sent_at = ?2, text = '' WHERE delivery_id = ?1 AND sent_at IS NULL");
                return statement.Bind(1, deliveryId).Bind(2, sentAt).Run();
            },
            atomic: kept is not null,
            cancellationToken
        );

    public async ValueTask RefuseAsync(string deliveryId, string reason, DateTimeOffset refusedAt, CancellationToken cancellationToken = default) =>
        await writer.WriteAsync(
            connection =>
            {
                using var statement = connection.Prepare(
                    "UPDATE outgoing_messages SET sent_at = ?2, refusal = ?3, text = '' WHERE delivery_id = ?1 AND sent_at IS NULL"
                );
                return statement.Bind(1, deliveryId).Bind(2, refusedAt).Bind(3, reason).Run();
            },
            atomic: false,
            cancellationToken
        );

    public ValueTask<IReadOnlyList<RefusedMessage>> ListRefusedAsync(int limit, CancellationToken cancellationToken = default) =>
        readers.ReadAsync<IReadOnlyList<RefusedMessage>>(
            connection =>
            {
                using var statement = connection.Prepare(
                    """
                    SELECT delivery_id, chat_jid, refusal, sent_at FROM outgoing_messages
                    WHERE refusal IS NOT NULL ORDER BY sent_at DESC, sequence DESC LIMIT ?1
                    """
                );
                statement.Bind(1, limit);
                var refused = new List<RefusedMessage>();
                while (statement.Step())
                {
                    refused.Add(new RefusedMessage(statement.Text(0), statement.Text(1), statement.Text(2), statement.Time(3) ?? DateTimeOffset.UnixEpoch));
                }

                return refused;
            },
            cancellationToken
        );

    public ValueTask<int> PruneAsync(DateTimeOffset sentBefore, CancellationToken cancellationToken = default) =>
        writer.WriteAsync(
            connection =>
            {
                using var statement = connection.Prepare("DELETE FROM outgoing_messages WHERE sent_at < ?1");
                return statement.Bind(1, sentBefore).Run();
            },
            atomic: false,
            cancellationToken
        );

    internal static void Write(Connection connection, IReadOnlyCollection<OutgoingMessage> messages)
    {
        foreach (var message in messages)
        {
            using var statement = connection.Prepare(
                """
                INSERT INTO outgoing_messages (delivery_id, chat_jid, text, created_at, question, settles)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (delivery_id) DO NOTHING
                """
            );
            statement
                .Bind(1, message.DeliveryId)
                .Bind(2, message.ChatJid)
                .Bind(3, message.Text)
                .Bind(4, message.CreatedAt)
                .Bind(5, message.Question)
                .Bind(6, message.Settles)
                .Run();
        }
    }
}
