using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NanoClaw.LocalCloud;

namespace NanoClaw.EndToEnd.Tests.Killing;

/// <summary>
/// Anthropic's Messages API with a model whose answer names the messages it was given, and which does what they ask
/// for. It keeps an account of its calls: one made twice is one billed twice.
/// </summary>
internal sealed partial class EchoModel : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);

    private EchoModel()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/messages", AnswerAsync);
    }

    /// <summary>Told of a call for a message, by its id.</summary>
    public Action<int, Moment> OnMoment { get; set; } = static (_, _) => { };

    /// <summary>What the host told the agent beside the messages: a refusal of something that was done would be one.</summary>
    public ConcurrentQueue<string> Notices { get; } = new();

    /// <summary>How often each question was asked: the messages it was about, and the step of the turn.</summary>
    public IReadOnlyDictionary<string, int> Calls => _calls;

    public ModelChoice Choice =>
        ModelChoice.FromEnvironment(name =>
            name switch
            {
                "ANTHROPIC_API_KEY" => ModelServer.Key,
                "ANTHROPIC_BASE_URL" => _app.Urls.Single(),
                _ => null,
            }
        );

    public static async Task<EchoModel> StartAsync()
    {
        var model = new EchoModel();
        await model._app.StartAsync();
        return model;
    }

    public static string Answer(IEnumerable<int> ids) => $"Answer to {string.Join(' ', ids.Select(id => $"#{id}"))}.";

    public static string Working(int id) => $"Working on #{id}.";

    public static string Told(int id) => $"Told of #{id}.";

    public static string Reminder(int id) => $"Remind of #{id}.";

    public static string Reminded(int id) => $"Reminded of #{id}.";

    public static IEnumerable<int> Ids(string text) => Id().Matches(text).Select(match => int.Parse(match.ValueSpan[1..]));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var messages = (await JsonNode.ParseAsync(context.Request.Body))!["messages"]!.AsArray();
        // What tools returned comes as a user's message too, but has no text.
        var prompt = messages.Last(message => (string?)message!["role"] == "user" && TextOf(message) is not null)!;
        var text = TextOf(prompt)!;
        var isFirst = messages.IndexOf(prompt) == messages.Count - 1;
        if (text.StartsWith("<conversation>", StringComparison.Ordinal))
        {
            await SpeakAsync(context, 0, "They talked.", []);
            return;
        }

        // In the frame that the Worker gives a task's prompt.
        var isTask = text.Contains("\nRemind of ", StringComparison.Ordinal);
        var ids = Ids(text).ToList();
        _calls.AddOrUpdate(
            $"{(isTask ? "task" : "messages")} {string.Join(' ', ids.Select(id => $"#{id}"))}, step {(isFirst ? 1 : 2)}",
            1,
            (_, count) => count + 1
        );
        if (text.Contains("<notice", StringComparison.Ordinal))
        {
            Notices.Enqueue(text);
        }

        OnMoment(ids[0], Moment.ModelCalled);
        // Every third answer takes its time, so that messages come in the middle of a run.
        await Task.Delay(ids[0] % 3 == 0 ? 300 : 5);
        var wishes = isTask || !isFirst ? [] : Wishes(text).ToList();
        var answer =
            isTask ? Reminded(ids[0])
            : wishes.Count > 0 ? Working(wishes[0].Id)
            : Answer(ids);
        await SpeakAsync(context, ids[0], answer, wishes);
        OnMoment(ids[0], Moment.ModelDone);
    }

    private async Task SpeakAsync(HttpContext context, int id, string text, List<Said> wishes)
    {
        context.Response.ContentType = "text/event-stream";
        await WriteAsync(
            context,
            "message_start",
            """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"usage":{"input_tokens":7,"output_tokens":1}}}"""
        );
        await WriteAsync(context, "content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""");
        foreach (var piece in text.Chunk(8))
        {
            await WriteAsync(
                context,
                "content_block_delta",
                $$$$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":{{{{JsonSerializer.Serialize(new string(piece))}}}}}}"""
            );
            OnMoment(id, Moment.FirstWords);
            await Task.Delay(id % 3 == 0 ? 20 : 1);
        }

        await WriteAsync(context, "content_block_stop", """{"type":"content_block_stop","index":0}""");
        for (var index = 1; index <= wishes.Count; index++)
        {
            var (name, input) = Tool(wishes[index - 1]);
            await WriteAsync(
                context,
                "content_block_start",
                $$$$"""{"type":"content_block_start","index":{{{{index}}}},"content_block":{"type":"tool_use","id":"toolu_{{{{index}}}}","name":"{{{{name}}}}","input":{}}}"""
            );
            await WriteAsync(
                context,
                "content_block_delta",
                $$$$"""{"type":"content_block_delta","index":{{{{index}}}},"delta":{"type":"input_json_delta","partial_json":{{{{JsonSerializer.Serialize(input.ToJsonString())}}}}}}"""
            );
            await WriteAsync(context, "content_block_stop", $$"""{"type":"content_block_stop","index":{{index}}}""");
        }

        var reason = wishes.Count > 0 ? "tool_use" : "end_turn";
        await WriteAsync(context, "message_delta", $$$"""{"type":"message_delta","delta":{"stop_reason":"{{{reason}}}"},"usage":{"output_tokens":5}}""");
        await WriteAsync(context, "message_stop", """{"type":"message_stop"}""");
    }

    private static (string Name, JsonObject Input) Tool(Said wish) =>
        wish.Wish is Wish.Tell
            ? ("send_message", new JsonObject { ["text"] = Told(wish.Id) })
            : (
                "schedule_task",
                new JsonObject
                {
                    ["prompt"] = Reminder(wish.Id),
                    ["scheduleType"] = "once",
                    ["scheduleValue"] = DateTimeOffset.UtcNow.AddSeconds(1 + (wish.Id % 3)).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"),
                    ["contextMode"] = wish.Id % 2 == 0 ? "group" : "isolated",
                }
            );

    private static string? TextOf(JsonNode message) => (string?)message["content"]!.AsArray()[^1]!["text"];

    private static IEnumerable<Said> Wishes(string prompt) =>
        Wished()
            .Matches(prompt)
            .Select(match => new Said(int.Parse(match.Groups["id"].ValueSpan), Enum.Parse<Wish>(match.Groups["wish"].ValueSpan, ignoreCase: true)));

    private static async Task WriteAsync(HttpContext context, string name, string data)
    {
        await context.Response.WriteAsync($"event: {name}\ndata: {data}\n\n");
        await context.Response.Body.FlushAsync();
    }

    [GeneratedRegex("#[0-9]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();

    [GeneratedRegex("#(?<id>[0-9]+) (?<wish>tell|later)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Wished();
}
