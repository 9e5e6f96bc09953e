using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace NanoClaw.Store.Sqlite;

internal sealed class SqliteMessageStore(WriteQueue writer, ReaderPool readers) : IMessageStore
{
    private const string Columns = """
        id, chat_jid, sender, sender_name, content, timestamp, is_from_me, is_bot_message,
        reply_to_message_id, reply_to_message_content, reply_to_sender_name, reply_to_sender, reply_to_is_from_me
        """;

    // The next place lies past the cursor as well: messages may be deleted by hand, and a place is never used twice.
    private const string Insert = $"""
        INSERT INTO messages ({Columns}, arrival)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 1 + max(
            coalesce((SELECT max(arrival) FROM messages WHERE chat_jid = ?2), 0),
            coalesce((SELECT arrival FROM message_cursors WHERE chat_jid = ?2), 0)))
        ON CONFLICT (id, chat_jid) DO UPDATE SET
            sender = excluded.sender, sender_name = excluded.sender_name, content = excluded.content,
            timestamp = excluded.timestamp, is_from_me = excluded.is_from_me,
            is_bot_message = max(coalesce(is_bot_message, 0), excluded.is_bot_message),
            reply_to_message_id = excluded.reply_to_message_id,
            reply_to_message_content = excluded.reply_to_message_content,
            reply_to_sender_name = excluded.reply_to_sender_name,
            reply_to_sender = excluded.reply_to_sender,
            reply_to_is_from_me = excluded.reply_to_is_from_me,
            arrival = coalesce(arrival, excluded.arrival)
        """;

    private const string OfPeople = "is_bot_message = 0 AND content <> ''";

    public async ValueTask AddAsync(ChatMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        await writer.WriteAsync(connection => Add(connection, message), atomic: false, cancellationToken);
    }

    public async ValueTask AddAsync(IReadOnlyCollection<ChatMessage> messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        await writer.WriteAsync(connection => messages.Sum(message => Add(connection, message)), atomic: true, cancellationToken);
    }

    public ValueTask<IReadOnlyList<ChatMessage>> ReadSinceAsync(
        string chatJid,
        MessageCursor after,
        int limit,
        CancellationToken cancellationToken = default
    ) =>
        readers.ReadAsync<IReadOnlyList<ChatMessage>>(
            connection =>
            {
                using var statement = connection.Prepare(
                    $"""
                    SELECT {Columns}, arrival FROM messages
                    WHERE chat_jid = ?1 AND arrival > ?2 AND {OfPeople} ORDER BY arrival LIMIT ?3
                    """
                );
                return ReadAll(statement.Bind(1, chatJid).Bind(2, after.Arrival).Bind(3, limit));
            },
            cancellationToken
        );

    public ValueTask<IReadOnlyList<string>> ListPendingChatsAsync(CancellationToken cancellationToken = default) =>
        readers.ReadAsync<IReadOnlyList<string>>(
            connection =>
            {
                using var statement = connection.Prepare(
                    $"""
                    {CursorSql.WithChats}
                    SELECT chat_jid FROM chats_with_messages c WHERE EXISTS (
                        SELECT 1 FROM messages m WHERE m.chat_jid = c.chat_jid AND {OfPeople} AND m.arrival > coalesce(
                            (SELECT arrival FROM message_cursors p WHERE p.chat_jid = c.chat_jid), 0))
                    """
                );
                var chats = new List<string>();
                while (statement.Step())
                {
                    chats.Add(statement.Text(0));
                }

                return chats;
            },
            cancellationToken
        );

    public ValueTask<IReadOnlyList<ChatMessage>> ReadAfterAsync(string chatJid, long arrival, int limit, CancellationToken cancellationToken = default) =>
        ReadPageAsync("arrival > ?2 ORDER BY arrival", chatJid, arrival, limit, cancellationToken);

    public ValueTask<IReadOnlyList<ChatMessage>> ReadBeforeAsync(string chatJid, long arrival, int limit, CancellationToken cancellationToken = default) =>
        ReadPageAsync("arrival < ?2 ORDER BY arrival DESC", chatJid, arrival, limit, cancellationToken);

    public ValueTask<IReadOnlyList<ChatMessage>> ReadHistoryAsync(string chatJid, int limit, CancellationToken cancellationToken = default) =>
        readers.ReadAsync<IReadOnlyList<ChatMessage>>(
            connection =>
            {
                using var statement = connection.Prepare($"SELECT {Columns}, arrival FROM messages WHERE chat_jid = ?1 ORDER BY arrival DESC LIMIT ?2");
                var newestFirst = ReadAll(statement.Bind(1, chatJid).Bind(2, limit));
                newestFirst.Reverse();
                return newestFirst;
            },
            cancellationToken
        );

    public ValueTask<IReadOnlyList<ChatMessage>> ListSentAsync(string runId, CancellationToken cancellationToken = default) =>
        readers.ReadAsync<IReadOnlyList<ChatMessage>>(
            connection =>
            {
                // A semicolon comes after a colon: these are the ids that begin so.
                using var statement = connection.Prepare(
                    $"SELECT {Columns}, arrival FROM messages WHERE id >= '{ChatMessage.SentPrefix}' || ?1 || ':' AND id < '{ChatMessage.SentPrefix}' || ?1 || ';' ORDER BY chat_jid, arrival"
                );
                return ReadAll(statement.Bind(1, runId));
            },
            cancellationToken
        );

    private ValueTask<IReadOnlyList<ChatMessage>> ReadPageAsync(string which, string chatJid, long arrival, int limit, CancellationToken cancellationToken) =>
        readers.ReadAsync<IReadOnlyList<ChatMessage>>(
            connection =>
            {
                using var statement = connection.Prepare($"SELECT {Columns}, arrival FROM messages WHERE chat_jid = ?1 AND {which} LIMIT ?3");
                return ReadAll(statement.Bind(1, chatJid).Bind(2, arrival).Bind(3, limit));
            },
            cancellationToken
        );

    internal static int Add(Connection connection, ChatMessage message)
    {
        try
        {
            return InsertOrUpdate(connection, message);
        }
        catch (SqliteException exception) when (exception.SqliteExtendedErrorCode == raw.SQLITE_CONSTRAINT_FOREIGNKEY)
        {
            // The chat is not known yet: rare, so the usual message is one statement.
            using var chat = connection.Prepare("INSERT OR IGNORE INTO chats (jid, last_message_time) VALUES (?1, ?2)");
            chat.Bind(1, message.ChatJid).Bind(2, message.Timestamp).Run();
            return InsertOrUpdate(connection, message);
        }
    }

    private static int InsertOrUpdate(Connection connection, ChatMessage message)
    {
        using var statement = connection.Prepare(Insert);
        return statement
            .Bind(1, message.Id)
            .Bind(2, message.ChatJid)
            .Bind(3, message.Sender)
            .Bind(4, message.SenderName)
            .Bind(5, message.Content)
            .Bind(6, message.Timestamp)
            .Bind(7, message.IsFromMe)
            .Bind(8, message.IsBotMessage)
            .Bind(9, message.ReplyToMessageId)
            .Bind(10, message.ReplyToContent)
            .Bind(11, message.ReplyToSenderName)
            .Bind(12, message.ReplyToSender)
            .Bind(13, message.ReplyToIsFromMe)
            .Run();
    }

    private static List<ChatMessage> ReadAll(Statement statement)
    {
        var messages = new List<ChatMessage>();
        while (statement.Step())
        {
            messages.Add(
                new ChatMessage
                {
                    Id = statement.Text(0),
                    ChatJid = statement.Text(1),
                    Sender = statement.Text(2),
                    SenderName = statement.TextOrNull(3),
                    Content = statement.Text(4),
                    Timestamp = statement.Time(5) ?? DateTimeOffset.UnixEpoch,
                    IsFromMe = statement.Flag(6),
                    IsBotMessage = statement.Flag(7),
                    ReplyToMessageId = statement.TextOrNull(8),
                    ReplyToContent = statement.TextOrNull(9),
                    ReplyToSenderName = statement.TextOrNull(10),
                    ReplyToSender = statement.TextOrNull(11),
                    ReplyToIsFromMe = statement.Flag(12),
                    Arrival = statement.Number(13),
                }
            );
        }

        return messages;
    }
}
