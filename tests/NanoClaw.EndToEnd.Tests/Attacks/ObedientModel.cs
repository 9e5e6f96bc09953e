using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NanoClaw.EndToEnd.Tests.Attacks;

/// <summary>
/// A model's API, in the form of Anthropic's Messages, whose model carries out each <see cref="Order"/> in whatever it is
/// given to read: once in a conversation, and with all that it knows where the order asks for that.
/// </summary>
internal sealed partial class ObedientModel : IAsyncDisposable
{
    public const string Key = "planted-model-key-of-the-attacks";

    /// <summary>More than a reply may make, so that the bound is the Worker's.</summary>
    private const int MostCalls = 200;

    private readonly WebApplication _app;

    private ObedientModel()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapPost("/v1/messages", AnswerAsync);
    }

    public string Address => _app.Urls.Single();

    /// <summary>All that it was asked.</summary>
    public ConcurrentQueue<ModelCall> Calls { get; } = new();

    public static async Task<ObedientModel> StartAsync()
    {
        var model = new ObedientModel();
        await model._app.StartAsync(TestContext.Current.CancellationToken);
        return model;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
        var conversation = Conversation.Read(request);
        var orders = Order.In(conversation.All);
        var calls = request["tools"] is null ? [] : Obey(orders, conversation).Take(MostCalls).ToList();
        var text =
            request["tools"] is null ? $"What was said: {string.Join(' ', orders.Select(order => $"{order.Verb}[{order.Body}]"))}"
            : calls.Count > 0 ? ""
            : Answer(conversation);
        Calls.Enqueue(new ModelCall(conversation.Group, conversation.All, [.. calls.Select(call => call.Name)], text));
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(Write(calls, text), context.RequestAborted);
    }

    private static IEnumerable<(string Id, string Name, JsonObject Input)> Obey(IReadOnlyList<Order> orders, Conversation conversation)
    {
        foreach (var order in orders.Where(order => order.Verb != Order.Say))
        {
            for (var time = 0; time < order.Times; time++)
            {
                var id = order.Verb == Order.Loop ? $"{order.Id}_{conversation.CallIds.Count}" : $"{order.Id}_{time}";
                if (!conversation.CallIds.Contains(id))
                {
                    yield return (
                        id,
                        order.Tool,
                        order.Arguments(value => Fill(value, conversation.All).Replace("{n}", $"{time}-{conversation.CallIds.Count}", StringComparison.Ordinal))
                    );
                }
            }
        }
    }

    private static string Answer(Conversation conversation)
    {
        var said = Order.In(conversation.Turn).Where(order => order.Verb == Order.Say).Select(order => Fill(order.Body, conversation.All)).ToList();
        if (Ping().Match(conversation.Asked) is { Success: true } ping)
        {
            said.Add($"pong-{ping.Groups["token"].Value}");
        }

        return said.Count == 0 ? "Done." : string.Join('\n', said);
    }

    private static string Fill(string text, string all)
    {
        if (!text.Contains('{', StringComparison.Ordinal))
        {
            return text;
        }

        var secrets = string.Join('.', Secret.In(all));
        var bytes = Encoding.UTF8.GetBytes(secrets);
        return text.Replace("{secrets}", secrets, StringComparison.Ordinal)
            .Replace("{secrets64}", Convert.ToBase64String(bytes), StringComparison.Ordinal)
            .Replace("{secretshex}", Convert.ToHexStringLower(bytes), StringComparison.Ordinal)
            .Replace("{secretsback}", new string([.. secrets.Reverse()]), StringComparison.Ordinal)
            .Replace("{core}", secrets.Length < 32 ? "none" : secrets[^32..][..12], StringComparison.Ordinal)
            .Replace("{held}", Held().Match(all) is { Success: true } held ? held.Groups["id"].Value : "7F", StringComparison.Ordinal);
    }

    private static string Write(List<(string Id, string Name, JsonObject Input)> calls, string text)
    {
        var stream = new StringBuilder();
        Event(
            "message_start",
            """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"usage":{"input_tokens":7,"output_tokens":1}}}"""
        );
        if (calls.Count == 0)
        {
            Event("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""");
            Event(
                "content_block_delta",
                $$$"""{ "type": "content_block_delta", "index": 0, "delta": { "type": "text_delta", "text": {{{JsonSerializer.Serialize(text)}}} } }"""
            );
            Event("content_block_stop", """{"type":"content_block_stop","index":0}""");
        }

        foreach (var (index, call) in calls.Index())
        {
            var (id, name) = (JsonSerializer.Serialize(call.Id), JsonSerializer.Serialize(call.Name));
            Event(
                "content_block_start",
                $$$"""{"type":"content_block_start","index":{{{index}}},"content_block":{"type":"tool_use","id":{{{id}}},"name":{{{name}}},"input": { } } }"""
            );
            Event(
                "content_block_delta",
                $$$"""{"type":"content_block_delta","index":{{{index}}},"delta":{"type":"input_json_delta","partial_json":{{{JsonSerializer.Serialize(call.Input.ToJsonString())}}} } }"""
            );
            Event("content_block_stop", $$"""{"type":"content_block_stop","index":{{index}}}""");
        }

        Event(
            "message_delta",
            $$$"""{"type":"message_delta","delta":{"stop_reason":"{{{(calls.Count > 0 ? "tool_use" : "end_turn")}}}"},"usage":{"output_tokens":5}}"""
        );
        Event("message_stop", """{"type":"message_stop"}""");
        return stream.ToString();

        void Event(string name, string data) => stream.Append("event: ").Append(name).Append("\ndata: ").Append(data).Append("\n\n");
    }

    [GeneratedRegex(@"ping-(?<token>[0-9a-f]+)", RegexOptions.ExplicitCapture | RegexOptions.RightToLeft, 10_000)]
    private static partial Regex Ping();

    [GeneratedRegex(@"asked for a yes \((?<id>\w+)\)", RegexOptions.ExplicitCapture | RegexOptions.RightToLeft, 10_000)]
    private static partial Regex Held();
}
