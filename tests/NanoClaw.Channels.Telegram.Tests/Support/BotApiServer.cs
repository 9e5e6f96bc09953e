using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NanoClaw.Channels.Telegram.Tests.Support;

/// <summary>A server on a socket that speaks the Bot API: updates are held until an offset confirms them.</summary>
internal sealed class BotApiServer : IAsyncDisposable
{
    public const string Token = "123456:AAaaBBbbCCccDDddEEeeFFffGGggHHhhIIi";

    public string BotName { get; set; } = "family_bot";
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly SortedList<int, JsonObject> _updates = [];
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _nextUpdate = 1000;
    private int _lastMessage;

    private BotApiServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string Url => _app.Urls.Single();

    /// <summary>Faults of the calls to come, one each, by method.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<ApiFault>> Faults { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<int?> Offsets { get; } = new();

    public ConcurrentQueue<(long ChatId, string Text)> Sent { get; } = new();

    /// <summary>Addresses that Telegram reads to show what is there: the first of each text, unless that is switched off.</summary>
    public ConcurrentQueue<string> Fetched { get; } = new();

    public ConcurrentQueue<long> Typing { get; } = new();

    /// <summary>What each button under a text brings back, by the words on it.</summary>
    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Buttons { get; } = new();

    public ConcurrentQueue<(string PressId, string Text)> PressAnswers { get; } = new();

    /// <summary>The bot's messages as people see them, by number: without buttons where there are none.</summary>
    public ConcurrentDictionary<int, (string Text, bool HasButtons)> Messages { get; } = new();

    /// <summary>Changes of messages that were made.</summary>
    public ConcurrentQueue<int> Edited { get; } = new();

    public static async Task<BotApiServer> StartAsync()
    {
        var server = new BotApiServer();
        await server._app.StartAsync();
        return server;
    }

    public void Fail(string method, params ApiFault[] faults)
    {
        foreach (var fault in faults)
        {
            Faults.GetOrAdd(method, _ => new ConcurrentQueue<ApiFault>()).Enqueue(fault);
        }
    }

    /// <summary>Somebody writes; the update's number is returned.</summary>
    public int Push(string messageJson) => PushUpdate("message", messageJson);

    /// <summary>Somebody presses a button under a message of the bot.</summary>
    public int Press(string pressId, long chatId, long personId, string data, int messageId = 9) =>
        PushUpdate(
            "callback_query",
            $$$"""
            {"id":"{{{pressId}}}","from":{"id":{{{personId}}},"is_bot":false,"first_name":"Ann","last_name":"Lee"},"chat_instance":"1","data":{{{JsonSerializer.Serialize(
                data
            )}}},
             "message":{"message_id":{{{messageId}}},"date":1782907200,"chat":{"id":{{{chatId}}},"type":"supergroup","title":"Family"},"from":{"id":123456,"is_bot":true,"first_name":"Andy"},"text":{{{JsonSerializer.Serialize(
                Messages.TryGetValue(messageId, out var shown) ? shown.Text : "7F: may I do this?"
            )}}}}}
            """
        );

    public int PushUpdate(string kind, string json)
    {
        lock (_gate)
        {
            var id = _nextUpdate++;
            _updates.Add(id, new JsonObject { ["update_id"] = id, [kind] = JsonNode.Parse(json) });
            _arrived.TrySetResult();
            return id;
        }
    }

    public int Say(long chatId, int messageId, string text) =>
        Push(
            $$"""
            {"message_id":{{messageId}},"date":1782907200,"chat":{"id":{{chatId}},"type":"supergroup","title":"Family"},
             "from":{"id":7,"is_bot":false,"first_name":"Ann","last_name":"Lee"},"text":{{JsonSerializer.Serialize(text)}}}
            """
        );

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var parts = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var method = parts[^1];
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        var body = JsonNode.Parse(text.Length > 0 ? text : "{}");
        if (parts[0] != $"bot{Token}")
        {
            await RespondAsync(context, 401, """{"ok":false,"error_code":401,"description":"Unauthorized"}""");
            return;
        }

        ApiFault? fault = null;
        if (Faults.TryGetValue(method, out var faults) && faults.TryDequeue(out fault) && !fault.After)
        {
            await FailAsync(context, fault);
            return;
        }

        if (RefusalOfEdit(method, body!) is { } refusal)
        {
            await RespondAsync(
                context,
                400,
                new JsonObject
                {
                    ["ok"] = false,
                    ["error_code"] = 400,
                    ["description"] = refusal,
                }.ToJsonString()
            );
            return;
        }

        var result = await ResultAsync(method, body!, context.RequestAborted);
        if (fault is not null)
        {
            await FailAsync(context, fault);
            return;
        }

        await RespondAsync(context, 200, new JsonObject { ["ok"] = true, ["result"] = result }.ToJsonString());
    }

    private async Task<JsonNode> ResultAsync(string method, JsonNode body, CancellationToken aborted)
    {
        switch (method)
        {
            case "getMe":
                return new JsonObject
                {
                    ["id"] = 123456,
                    ["is_bot"] = true,
                    ["first_name"] = "Andy",
                    ["username"] = BotName,
                };
            case "getUpdates":
                Allow(body["allowed_updates"]!.AsArray());
                return await WaitForUpdatesAsync((int?)body["offset"], (int)body["timeout"]!, aborted);
            case "sendMessage":
                Sent.Enqueue((ChatIdOf(body), (string)body["text"]!));
                if (
                    (bool?)body["link_preview_options"]?["is_disabled"] is not true
                    && ((string)body["text"]!).Split(' ').FirstOrDefault(word => word.StartsWith("https://", StringComparison.Ordinal)) is { } address
                )
                {
                    Fetched.Enqueue(address);
                }

                if (body["reply_markup"]?["inline_keyboard"] is JsonArray rows)
                {
                    Buttons.Enqueue(
                        rows.SelectMany(row => row!.AsArray()).ToDictionary(button => (string)button!["text"]!, button => (string)button!["callback_data"]!)
                    );
                }

                var messageId = Interlocked.Increment(ref _lastMessage);
                Messages[messageId] = ((string)body["text"]!, body["reply_markup"] is not null);
                return JsonNode.Parse(
                    $$$"""{"message_id":{{{messageId}}},"date":1782907200,"chat":{"id":{{{ChatIdOf(body)}}},"type":"private"},"text":"x"}"""
                )!;
            case "editMessageText" or "editMessageReplyMarkup":
                var edited = (int)body["message_id"]!;
                Messages[edited] = ((string?)body["text"] ?? Messages[edited].Text, body["reply_markup"] is not null);
                Edited.Enqueue(edited);
                return JsonValue.Create(true);
            case "answerCallbackQuery":
                PressAnswers.Enqueue(((string)body["callback_query_id"]!, (string)body["text"]!));
                return JsonValue.Create(true);
            case "sendChatAction":
                Typing.Enqueue(ChatIdOf(body));
                return JsonValue.Create(true);
            default:
                throw new NotSupportedException(method);
        }
    }

    /// <summary>As the Bot API says it: of a message that is gone, and where nothing would change.</summary>
    private string? RefusalOfEdit(string method, JsonNode body)
    {
        if (!method.StartsWith("editMessage", StringComparison.Ordinal))
        {
            return null;
        }

        return !Messages.TryGetValue((int)body["message_id"]!, out var message) ? "Bad Request: message to edit not found"
            : ((string?)body["text"] ?? message.Text, body["reply_markup"] is not null) == message ? "Bad Request: message is not modified"
            : ((string?)body["text"] ?? "").Length > 4096 ? "Bad Request: MESSAGE_TOO_LONG"
            : null;
    }

    /// <summary>A kind that is not asked for is not delivered.</summary>
    private void Allow(JsonArray kinds)
    {
        lock (_gate)
        {
            foreach (var id in _updates.Where(update => !kinds.Any(kind => update.Value.ContainsKey((string)kind!))).Select(update => update.Key).ToList())
            {
                _updates.Remove(id);
            }
        }
    }

    private async Task<JsonNode> WaitForUpdatesAsync(int? offset, int timeoutSeconds, CancellationToken aborted)
    {
        Offsets.Enqueue(offset);
        while (true)
        {
            Task arrived;
            lock (_gate)
            {
                foreach (var confirmed in _updates.Keys.Where(id => id < offset).ToList())
                {
                    _updates.Remove(confirmed);
                }

                if (_updates.Count > 0)
                {
                    return new JsonArray([.. _updates.Values.Select(update => update.DeepClone())]);
                }

                if (_arrived.Task.IsCompleted)
                {
                    _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                arrived = _arrived.Task;
            }

            try
            {
                await arrived.WaitAsync(TimeSpan.FromSeconds(timeoutSeconds), aborted);
            }
            catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
            {
                return new JsonArray();
            }
        }
    }

    private static long ChatIdOf(JsonNode body) => long.Parse(body["chat_id"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture);

    private static async Task FailAsync(HttpContext context, ApiFault fault)
    {
        if (fault.Status is 0)
        {
            context.Abort();
            return;
        }

        var parameters = fault switch
        {
            { RetryAfter: { } seconds } => $$$""","parameters":{"retry_after":{{{seconds}}}}""",
            { MovedTo: { } chatId } => $$$""","parameters":{"migrate_to_chat_id":{{{chatId}}}}""",
            _ => "",
        };
        await RespondAsync(
            context,
            fault.Status,
            fault.Status >= 500
                ? "<html>Bad Gateway</html>"
                : $$"""{"ok":false,"error_code":{{fault.Status}},"description":"Refused {{Token}}"{{parameters}}}"""
        );
    }

    private static async Task RespondAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(text);
    }
}
