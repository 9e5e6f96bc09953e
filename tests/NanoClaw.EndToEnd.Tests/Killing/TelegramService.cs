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
    private readonly WebApplication app;
    private readonly Trigger trigger;
    private readonly Lock gate = new();
    private readonly SortedList<int, JsonObject> updates = [];
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> shown = new(StringComparer.Ordinal);
    private TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int lastUpdate;

    private TelegramService(Trigger trigger)
    {
        this.trigger = trigger;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.MapPost($"/bot{Token}/{{method}}", AnswerAsync);
    }

    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["TELEGRAM_BOT_TOKEN"] = Token,
        ["TELEGRAM_API_URL"] = app.Urls.Single(),
    };

    public bool RecognisesRepetitions => false;

    public int Recognised => 0;

    public static async Task<TelegramService> StartAsync(Trigger trigger)
    {
        var service = new TelegramService(trigger);
        await service.app.StartAsync();
        return service;
    }

    /// <summary>The bot's token is all there is.</summary>
    public void SignIn(string storeFolder)
    {
    }

    public IReadOnlyList<string> Shown(string jid) => [.. shown.GetValueOrDefault(jid) ?? []];

    public string JidOf(int chat) => $"tg:-{1000 + chat}";

    public void Say(string jid, int id, string text)
    {
        lock (gate)
        {
            updates.Add(++lastUpdate, new JsonObject
            {
                ["update_id"] = lastUpdate,
                ["message"] = new JsonObject
                {
                    ["message_id"] = id,
                    ["date"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
                    ["chat"] = new JsonObject { ["id"] = long.Parse(jid["tg:".Length..], CultureInfo.InvariantCulture), ["type"] = "supergroup", ["title"] = jid },
                    ["from"] = new JsonObject { ["id"] = 7, ["is_bot"] = false, ["first_name"] = "Ann" },
                    ["text"] = text,
                },
            });
            arrived.TrySetResult();
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, string method)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        var body = JsonNode.Parse(text.Length > 0 ? text : "{}");
        switch (method)
        {
            case "getMe":
                await RespondAsync(context, new JsonObject { ["id"] = 123456, ["is_bot"] = true, ["first_name"] = "Andy", ["username"] = "andy_bot" });
                break;
            case "getUpdates":
                var pending = await PendingAsync((int?)body!["offset"], context.RequestAborted);
                await RespondAsync(context, pending);
                if (pending.Count > 0)
                {
                    trigger.At(Moment.MessageGiven);
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
        if (trigger.At(Moment.TextRefused))
        {
            context.Abort();
            return;
        }

        var chat = body["chat_id"]!.ToString();
        shown.GetOrAdd($"tg:{chat}", _ => new()).Enqueue((string)body["text"]!);
        if (trigger.At(Moment.TextTaken))
        {
            context.Abort();
            return;
        }

        await RespondAsync(context, new JsonObject
        {
            ["message_id"] = 1,
            ["date"] = 1,
            ["chat"] = new JsonObject { ["id"] = long.Parse(chat, CultureInfo.InvariantCulture), ["type"] = "supergroup" },
            ["text"] = "x",
        });
        trigger.At(Moment.TextAcknowledged);
    }

    private async Task<JsonArray> PendingAsync(int? offset, CancellationToken aborted)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                foreach (var confirmed in updates.Keys.Where(id => id < offset).ToList())
                {
                    updates.Remove(confirmed);
                }

                if (updates.Count > 0)
                {
                    return [.. updates.Values.Select(update => update.DeepClone())];
                }

                arrived = arrived.Task.IsCompleted ? new(TaskCreationOptions.RunContinuationsAsynchronously) : arrived;
                next = arrived.Task;
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
