using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NanoClaw.EndToEnd.Tests.Killing;

/// <summary>Telegram's Bot API as far as the channel uses it. It has no idempotency key: a text that comes again is shown again.</summary>
internal sealed class TelegramService : IChatService
{
    private const string Token = "123456:AAaaBBbbCCccDDddEEeeFFffGGggHHhhIIi";
    private readonly WebApplication _app;
    private readonly Trigger _trigger;
    private readonly Lock _gate = new();
    private readonly SortedList<int, JsonObject> _updates = [];
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _shown = new(StringComparer.Ordinal);
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _lastUpdate;

    private TelegramService(Trigger trigger)
    {
        _trigger = trigger;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost($"/bot{Token}/{{method}}", AnswerAsync);
    }

    public IReadOnlyDictionary<string, string> Environment =>
        new Dictionary<string, string>(StringComparer.Ordinal) { ["TELEGRAM_BOT_TOKEN"] = Token, ["TELEGRAM_API_URL"] = _app.Urls.Single() };

    public bool RecognisesRepetitions => false;

    public int Recognised => 0;

    public static async Task<TelegramService> StartAsync(Trigger trigger)
    {
        var service = new TelegramService(trigger);
        await service._app.StartAsync();
        return service;
    }

    /// <summary>The bot's token is all there is.</summary>
    public void SignIn(string storeFolder) { }

    public IReadOnlyList<string> Shown(string jid) => [.. _shown.GetValueOrDefault(jid) ?? []];

    public string JidOf(int chat) => $"tg:-{1000 + chat}";

    public void Say(string jid, int id, string text)
    {
        lock (_gate)
        {
            _updates.Add(
                ++_lastUpdate,
                new JsonObject
                {
                    ["update_id"] = _lastUpdate,
                    ["message"] = new JsonObject
                    {
                        ["message_id"] = id,
                        ["date"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
                        ["chat"] = new JsonObject
                        {
                            ["id"] = long.Parse(jid["tg:".Length..], CultureInfo.InvariantCulture),
                            ["type"] = "supergroup",
                            ["title"] = jid,
                        },
                        ["from"] = new JsonObject
                        {
                            ["id"] = 7,
                            ["is_bot"] = false,
                            ["first_name"] = "Ann",
                        },
                        ["text"] = text,
                    },
                }
            );
            _arrived.TrySetResult();
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, string method)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        var body = JsonNode.Parse(text.Length > 0 ? text : "{}");
        switch (method)
        {
            case "getMe":
                await RespondAsync(
                    context,
                    new JsonObject
                    {
                        ["id"] = 123456,
                        ["is_bot"] = true,
                        ["first_name"] = "Andy",
                        ["username"] = "andy_bot",
                    }
                );
                break;
            case "getUpdates":
                var pending = await PendingAsync((int?)body!["offset"], context.RequestAborted);
                await RespondAsync(context, pending);
                if (pending.Count > 0)
                {
                    _trigger.At(Moment.MessageGiven);
                }

                break;
            case "sendMessage":
                await TakeAsync(context, body!);
                break;
            default:
                await RespondAsync(context, JsonValue.Create(true));
                break;
        }
    }

    private async Task TakeAsync(HttpContext context, JsonNode body)
    {
        if (_trigger.At(Moment.TextRefused))
        {
            context.Abort();
            return;
        }

        var chat = body["chat_id"]!.ToString();
        _shown.GetOrAdd($"tg:{chat}", _ => new()).Enqueue((string)body["text"]!);
        if (_trigger.At(Moment.TextTaken))
        {
            context.Abort();
            return;
        }

        await RespondAsync(
            context,
            new JsonObject
            {
                ["message_id"] = 1,
                ["date"] = 1,
                ["chat"] = new JsonObject { ["id"] = long.Parse(chat, CultureInfo.InvariantCulture), ["type"] = "supergroup" },
                ["text"] = "x",
            }
        );
        _trigger.At(Moment.TextAcknowledged);
    }

    private async Task<JsonArray> PendingAsync(int? offset, CancellationToken aborted)
    {
        while (true)
        {
            Task next;
            lock (_gate)
            {
                foreach (var confirmed in _updates.Keys.Where(id => id < offset).ToList())
                {
                    _updates.Remove(confirmed);
                }

                if (_updates.Count > 0)
                {
                    return [.. _updates.Values.Select(update => update.DeepClone())];
                }

                _arrived = _arrived.Task.IsCompleted ? new(TaskCreationOptions.RunContinuationsAsynchronously) : _arrived;
                next = _arrived.Task;
            }

            try
            {
                await next.WaitAsync(TimeSpan.FromSeconds(20), aborted);
            }
            catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
            {
                return [];
            }
        }
    }

    private static async Task RespondAsync(HttpContext context, JsonNode result)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(new JsonObject { ["ok"] = true, ["result"] = result }.ToJsonString());
        await context.Response.CompleteAsync();
    }
}
