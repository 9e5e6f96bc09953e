using System.Text.Json;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Requests;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using Telegram.Bot.Types.ReplyMarkups;

namespace NanoClaw.Channels.Telegram;

/// <summary>The calls this channel makes; whatever fails comes out as a <see cref="TelegramException"/>.</summary>
internal sealed class BotApi : IDisposable
{
    /// <summary>Over the poll's own time: a connection that died silently is noticed by then.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(20);
    private readonly HttpClient _http;
    private readonly TelegramBotClient _client;
    private readonly TelegramOptions _options;

    public BotApi(TelegramOptions options)
    {
        options.Check();
        _options = options;
        // Every address holds the token. A client of our own is logged by nobody, and without a propagator the handler
        // makes no diagnostic activities, whose url.full would bring the address into a trace.
        _http = new HttpClient(
            new SocketsHttpHandler
            {
                ActivityHeadersPropagator = null,
                AllowAutoRedirect = false,
                // A proxy would be handed an http address, token and all: it is for what leaves this machine.
                UseProxy = options.BaseUrl is null || !new Uri(options.BaseUrl).IsLoopback,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                ConnectTimeout = AnswerTimeout,
            }
        )
        {
            Timeout = options.PollTimeout + AnswerTimeout,
        };
        // The client's own retries sleep by the wall clock: ours go by the TimeProvider.
        _client = new TelegramBotClient(new TelegramBotClientOptions(options.Token, options.BaseUrl) { RetryThreshold = 0, RetryCount = 0 }, _http);
    }

    public Task<User> GetMeAsync(CancellationToken cancellationToken) => CallAsync(() => _client.GetMe(cancellationToken), cancellationToken);

    public Task<WebhookInfo> GetWebhookAsync(CancellationToken cancellationToken) =>
        CallAsync(() => _client.GetWebhookInfo(cancellationToken), cancellationToken);

    public Task<ReceivedUpdate[]> GetUpdatesAsync(int? offset, CancellationToken cancellationToken) =>
        CallAsync(
            async () =>
            {
                var request = new GetUpdates { Offset = offset, Timeout = (int)_options.PollTimeout.TotalSeconds };
                return (await _client.SendRequest(request, cancellationToken)).Select(ReceivedUpdate.Read).ToArray();
            },
            cancellationToken
        );

    /// <returns>The message's number in its chat; null where Telegram's answer does not tell.</returns>
    public Task<int?> SendTextAsync(long chatId, string text, string? question, CancellationToken cancellationToken) =>
        CallAsync<int?>(
            async () =>
            {
                var sent = await _client.SendRequest(
                    new SendText
                    {
                        ChatId = chatId,
                        Text = text,
                        ReplyMarkup = question is null ? null : AnswerButtons.Of(question),
                    },
                    cancellationToken
                );
                return
                    sent.ValueKind is JsonValueKind.Object
                    && sent.TryGetProperty("message_id", out var id)
                    && id.ValueKind is JsonValueKind.Number
                    && id.TryGetInt32(out var number)
                    ? number
                    : null;
            },
            cancellationToken
        );

    /// <summary>Another text in the place of a message's, without the buttons that it had.</summary>
    public Task EditTextAsync(long chatId, int messageId, string text, CancellationToken cancellationToken) =>
        CallAsync(
            () =>
                _client.SendRequest(
                    new EditText
                    {
                        ChatId = chatId,
                        MessageId = messageId,
                        Text = text,
                    },
                    cancellationToken
                ),
            cancellationToken
        );

    public Task RemoveButtonsAsync(long chatId, int messageId, CancellationToken cancellationToken) =>
        CallAsync(() => _client.SendRequest(new RemoveButtons { ChatId = chatId, MessageId = messageId }, cancellationToken), cancellationToken);

    /// <summary>Ends the wait of who pressed a button, with a line for them.</summary>
    public Task AnswerPressAsync(string pressId, string text, CancellationToken cancellationToken) =>
        CallAsync<object?>(
            async () =>
            {
                await _client.AnswerCallbackQuery(pressId, text, cancellationToken: cancellationToken);
                return null;
            },
            cancellationToken
        );

    public Task SendTypingAsync(long chatId, CancellationToken cancellationToken) =>
        CallAsync<object?>(
            async () =>
            {
                await _client.SendChatAction(chatId, ChatAction.Typing, cancellationToken: cancellationToken);
                return null;
            },
            cancellationToken
        );

    public void Dispose() => _http.Dispose();

    private async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Explain(exception);
        }
        catch (Exception)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private TelegramException Explain(Exception exception) =>
        exception switch
        {
            ApiRequestException { ErrorCode: 401 or 404 } api => new TelegramException(
                $"Telegram refuses the bot's token ({api.ErrorCode}): get a valid one from @BotFather, set {TelegramOptions.TokenKey} and start again.",
                api.ErrorCode
            ),
            ApiRequestException { ErrorCode: 409 } => new TelegramException(
                "Another program receives this bot's messages (409): end it, or remove its webhook; each NanoClaw needs a bot of its own.",
                409
            ),
            ApiRequestException { Parameters.MigrateToChatId: { } moved } => new TelegramException(
                $"This group is a supergroup now, {TelegramMessages.Prefix}{moved}: register it under that jid (nanoclaw groups add {TelegramMessages.Prefix}{moved}), and remove the old one.",
                400
            ),
            ApiRequestException api => new TelegramException(
                $"Telegram answered {api.ErrorCode}: {WithoutToken(api.Message)}",
                api.ErrorCode,
                api.Parameters?.RetryAfter is { } seconds ? TimeSpan.FromSeconds(Math.Max(1, seconds)) : null
            ),
            RequestException { HttpStatusCode: { } status } => new TelegramException($"Telegram answered {(int)status}.", (int)status),
            _ => new TelegramException($"Telegram did not answer ({exception.GetType().Name}): is there a connection to the internet?"),
        };

    private string WithoutToken(string text) => text.Replace(_options.Token, "(token)", StringComparison.Ordinal);

    /// <summary>Each update as it came: one that the client cannot read must not keep it from the others.</summary>
    private sealed class GetUpdates() : RequestBase<JsonElement[]>("getUpdates")
    {
        public int? Offset { get; init; }

        public int Limit { get; init; } = 100;

        public int Timeout { get; init; }

        public IReadOnlyList<string> AllowedUpdates { get; init; } = ["message", "callback_query"];
    }

    /// <summary>Of Telegram's answer only the message's number is read: a text that was sent counts as sent, whatever Telegram says of it.</summary>
    private sealed class SendText() : RequestBase<JsonElement>("sendMessage")
    {
        public long ChatId { get; init; }

        public required string Text { get; init; }

        /// <summary>For a preview Telegram would fetch whatever address the agent wrote, with whatever the agent put into it.</summary>
        public LinkPreviewOptions LinkPreviewOptions { get; init; } = new() { IsDisabled = true };

        public InlineKeyboardMarkup? ReplyMarkup { get; init; }
    }

    /// <summary>Without a markup the buttons go.</summary>
    private sealed class EditText() : RequestBase<JsonElement>("editMessageText")
    {
        public long ChatId { get; init; }

        public int MessageId { get; init; }

        public required string Text { get; init; }

        public LinkPreviewOptions LinkPreviewOptions { get; init; } = new() { IsDisabled = true };
    }

    private sealed class RemoveButtons() : RequestBase<JsonElement>("editMessageReplyMarkup")
    {
        public long ChatId { get; init; }

        public int MessageId { get; init; }
    }
}
