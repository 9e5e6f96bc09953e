using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using NanoClaw.Host;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Outbox;
using NanoClaw.Store;

namespace NanoClaw.Channels.Telegram;

/// <summary>Telegram by long polling: no address of this machine is open to the internet.</summary>
public sealed partial class TelegramChannel : IChannel, IDisposable
{
    internal const string ChannelName = "telegram";

    /// <summary>The Bot API's bound of what is shown to who pressed a button.</summary>
    private const int LongestPressAnswer = 200;
    private readonly TelegramOptions _options;
    private readonly IStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<TelegramChannel> _logger;
    private readonly BotApi _api;
    private readonly TypingSignals _typing;
    private readonly AskedQuestions _asked;
    private readonly SettledQuestions _settled;
    private readonly ConcurrentDictionary<string, Chat> _chats = new(StringComparer.Ordinal);
    private readonly DeliveredIds _delivered = new(10_000);

    public TelegramChannel(TelegramOptions options, IStore store, TimeProvider time, ILogger<TelegramChannel> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _store, _time, _logger) = (options, store, time, logger);
        _api = new BotApi(options);
        _typing = new TypingSignals(_api, time);
        _asked = new AskedQuestions(store.State);
        _settled = new SettledQuestions(_api, _asked, logger);
    }

    public string Name => ChannelName;

    public ChannelStatus Status { get; private set; } = new(ChannelState.Connecting);

    /// <summary>The Bot API's bound for a text.</summary>
    public int MaxTextLength => 4096;

    public bool Owns(string chatJid) => TelegramMessages.TryReadJid(chatJid, out _);

    /// <summary>Receives until cancelled; calls that fail are made again after 1 second, then up to a minute.</summary>
    /// <exception cref="TelegramException">The token is refused: waiting cures nothing.</exception>
    public async Task RunAsync(IInbox inbox, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inbox);
        global::Telegram.Bot.Types.User? bot = null;
        UpdateOffset? offset = null;
        var backoff = new Backoff();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (offset is null)
                {
                    bot = await _api.GetMeAsync(cancellationToken);
                    var next = new UpdateOffset(_store.State, _time, bot.Id);
                    await next.LoadAsync(cancellationToken);
                    offset = next;
                    LogConnected(bot.Username);
                    Status = new(ChannelState.Connected, $"@{bot.Username}");
                }

                foreach (var update in await _api.GetUpdatesAsync(offset.Next, cancellationToken))
                {
                    if (update.IsUnreadable)
                    {
                        LogUnreadable(update.Id);
                    }

                    await ReceiveOrPassAsync(update, bot!, inbox, cancellationToken);
                    // Only now: a process that ends before gets the update again, and the store knows the message.
                    await offset.AdvanceAsync(update.Id, cancellationToken);
                }

                backoff.Worked();
                Status = new(ChannelState.Connected, $"@{bot!.Username}");
            }
            catch (TelegramException exception) when (exception.StatusCode is not (401 or 404))
            {
                var pause = exception.RetryAfter ?? backoff.Wait;
                Status = new(ChannelState.Reconnecting, exception.Message);
                LogFailed(exception.Message, pause);
                await Task.Delay(pause, _time, cancellationToken);
                backoff.Failed();
            }
            catch (TelegramException exception)
            {
                Status = new(ChannelState.SignedOut, exception.Message);
                throw;
            }
            catch (StoreException exception)
            {
                LogFailed(exception.Message, backoff.Wait);
                await Task.Delay(backoff.Wait, _time, cancellationToken);
                backoff.Failed();
            }
        }
    }

    /// <remarks>
    /// The Bot API has no idempotency key: a text whose answer was lost on the way is sent again, rather than lost.
    /// </remarks>
    public async Task SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (_delivered.Contains(message.DeliveryId))
        {
            await (message.Question is { } asked ? _asked.NoteAgainAsync(asked, cancellationToken) : Task.CompletedTask);
            return;
        }

        var chatId = ChatIdOf(message.ChatJid);
        _typing.Stop(chatId);
        while (true)
        {
            try
            {
                if (message.Settles is { } settled)
                {
                    await _settled.SettleAsync(settled, message.Text, cancellationToken);
                }

                var messageId = await _api.SendTextAsync(chatId, message.Text, message.Question, cancellationToken);
                _delivered.Add(message.DeliveryId);
                if (message.Question is { } question && messageId is { } id)
                {
                    await _asked.NoteAsync(question, new AskedQuestion(chatId, id, message.Text), cancellationToken);
                }

                return;
            }
            catch (TelegramException exception) when (exception.RetryAfter is { } pause)
            {
                LogFailed(exception.Message, pause);
                await Task.Delay(pause, _time, cancellationToken);
            }
            catch (TelegramException exception) when (exception.StatusCode is 400 or 403)
            {
                // The same call will be refused again: blocked, removed, a chat or a text that Telegram does not take.
                throw new ChannelRefusedException(exception.Message, exception);
            }
        }
    }

    public Task SetTypingAsync(string chatJid, bool isTyping, CancellationToken cancellationToken)
    {
        var chatId = ChatIdOf(chatJid);
        if (isTyping)
        {
            _typing.Start(chatId);
        }
        else
        {
            _typing.Stop(chatId);
        }

        return Task.CompletedTask;
    }

    /// <summary>The chats that wrote since the start: the Bot API lists none.</summary>
    public Task<IReadOnlyList<Chat>> ListChatsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Chat>>([.. _chats.Values]);

    public void Dispose()
    {
        _typing.Dispose();
        _api.Dispose();
    }

    /// <summary>An update that cannot be handled is noted and passed: it would come again for ever, and nothing after it.</summary>
    private async Task ReceiveOrPassAsync(ReceivedUpdate update, global::Telegram.Bot.Types.User bot, IInbox inbox, CancellationToken cancellationToken)
    {
        try
        {
            await ReceiveAsync(update, bot, inbox, cancellationToken);
            await AnswerAsync(update.Press, inbox, cancellationToken);
        }
        catch (Exception exception)
            when (exception is not (OperationCanceledException or TelegramException or StoreException { Failure: not StoreFailure.Conflict }))
        {
            LogPassed(update.Id, exception);
        }
    }

    private async Task ReceiveAsync(ReceivedUpdate update, global::Telegram.Bot.Types.User bot, IInbox inbox, CancellationToken cancellationToken)
    {
        if (update.Message is not { } received)
        {
            return;
        }

        var chat = TelegramMessages.ToChat(received);
        _chats[chat.Jid] = chat;
        await inbox.NoteChatAsync(chat, cancellationToken);
        if (received.MigrateToChatId is { } moved)
        {
            LogMoved(chat.Jid, TelegramMessages.JidOf(moved));
            await TellOfMoveAsync(chat.Jid, TelegramMessages.JidOf(moved), cancellationToken);
        }

        if (TelegramMessages.ToMessage(received, bot, _options.AssistantName) is { } message)
        {
            await inbox.ReceiveAsync(update.IsPassedOn ? message with { IsOwnWords = false } : message, cancellationToken);
        }
    }

    /// <summary>A group that is another chat from here on is not answered there, which its people and the main group would find out by nothing.</summary>
    private async Task TellOfMoveAsync(string before, string now, CancellationToken cancellationToken)
    {
        var groups = await _store.Groups.ListAsync(cancellationToken);
        if (groups.FirstOrDefault(group => group.Jid == before) is not { } moved)
        {
            return;
        }

        var text =
            $"Telegram has made a new chat of the group {moved.Folder}, where I do not answer yet. To move it, on my computer: nanoclaw groups remove {moved.Folder}, then nanoclaw groups add {now} --folder {moved.Folder}{(moved.IsMain ? " --main" : "")}; nanoclaw tasks resume for each of its tasks.";
        foreach (var chatJid in groups.Where(group => group.IsMain && !moved.IsMain).Select(group => group.Jid).Append(now))
        {
            await _store.Outbox.AddAsync(OutgoingText.Of($"moved:{before}:{chatJid}", chatJid, text, _time), cancellationToken);
        }
    }

    private async Task AnswerAsync(global::Telegram.Bot.Types.CallbackQuery? press, IInbox inbox, CancellationToken cancellationToken)
    {
        if (press is null)
        {
            return;
        }

        var read = AnswerButtons.Read(press);
        var (told, settled) = read is null ? new PressAnswer("This button means nothing to me.") : await inbox.AnswerAsync(read, cancellationToken);
        try
        {
            await _api.AnswerPressAsync(press.Id, told.Length <= LongestPressAnswer ? told : told[..LongestPressAnswer], cancellationToken);
        }
        catch (TelegramException exception) when (exception.StatusCode is not (401 or 404))
        {
            // It counts all the same, and the chat is told of it.
            LogNotAnswered(exception.Message);
        }

        if (settled is not null)
        {
            await _settled.SettlePressedAsync(press.Message!, read!.Question, settled, cancellationToken);
        }
    }

    private static long ChatIdOf(string chatJid) =>
        TelegramMessages.TryReadJid(chatJid, out var chatId)
            ? chatId
            : throw new ArgumentException($"{chatJid} is no chat of Telegram: its chats begin with {TelegramMessages.Prefix}.", nameof(chatJid));

    [LoggerMessage(LogLevel.Information, "Telegram is connected as @{Account}.", EventName = "telegram_connected")]
    private partial void LogConnected(string? account);

    [LoggerMessage(
        LogLevel.Warning,
        "The group {Chat} is a supergroup now, {NewChat}: register it under that name (nanoclaw groups add {NewChat}), and remove the old one.",
        EventName = "telegram_chat_moved"
    )]
    private partial void LogMoved(string chat, string newChat);

    [LoggerMessage(
        LogLevel.Warning,
        "A message of Telegram (update {Update}) is of a kind that this NanoClaw cannot read, and was passed over: update NanoClaw.",
        EventName = "telegram_message_unreadable"
    )]
    private partial void LogUnreadable(int update);

    [LoggerMessage(LogLevel.Information, "Who pressed a button could not be told that it counts: {Reason}", EventName = "telegram_press_not_answered")]
    private partial void LogNotAnswered(string reason);

    [LoggerMessage(LogLevel.Error, "Update {Update} of Telegram could not be handled, and was passed over.", EventName = "telegram_update_passed_over")]
    private partial void LogPassed(int update, Exception exception);

    [LoggerMessage(LogLevel.Warning, "{Reason} Again in {Wait}.", EventName = "telegram_reconnecting")]
    private partial void LogFailed(string reason, TimeSpan wait);
}
