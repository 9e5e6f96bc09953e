using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace NanoClaw.Agents.AI.Tests;

/// <summary>
/// A model's API on this machine, Anthropic's Messages: it answers "Fourteen." in two pieces, and asked to send
/// something it calls the tool first. What it was asked is what would be billed.
/// </summary>
internal sealed class ScriptedModel : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _requests = new();

    private ScriptedModel()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/messages", AnswerAsync);
    }

    public string Address => _app.Urls.Single();

    /// <summary>What was asked, as JSON, the first one first.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>What an answer waits for between its two pieces.</summary>
    public TaskCompletionSource Midway { get; set; } = Open();

    public static async Task<ScriptedModel> StartAsync()
    {
        var model = new ScriptedModel();
        await model._app.StartAsync();
        return model;
    }

    public static TaskCompletionSource Open()
    {
        var open = Closed();
        open.SetResult();
        return open;
    }

    public static TaskCompletionSource Closed() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        _requests.Enqueue(body);
        context.Response.ContentType = "text/event-stream";
        await SendAsync(
            """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[]"""
                + ""","usage":{"input_tokens":7,"cache_read_input_tokens":100,"cache_creation_input_tokens":20,"output_tokens":1}}}"""
        );
        using var request = JsonDocument.Parse(body);
        var last = request.RootElement.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetRawText();
        if (last.Contains("Send", StringComparison.Ordinal) && !last.Contains("tool_result", StringComparison.Ordinal))
        {
            await SendAsync("""{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"toolu_1","name":"send_message","input":{}}}""");
            await SendAsync("""{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"text\":\"hello\"}"}}""");
            await SendAsync("""{"type":"content_block_stop","index":0}""");
            await SendAsync("""{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":9}}""");
        }
        else
        {
            await SendAsync("""{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""");
            await SendAsync("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Four"}}""");
            await Midway.Task.WaitAsync(context.RequestAborted);
            await SendAsync("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"teen."}}""");
            await SendAsync("""{"type":"content_block_stop","index":0}""");
            await SendAsync("""{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":5}}""");
        }

        await SendAsync("""{"type":"message_stop"}""");

        async Task SendAsync(string data)
        {
            var name = JsonDocument.Parse(data).RootElement.GetProperty("type").GetString();
            await context.Response.WriteAsync($"event: {name}\ndata: {data}\n\n");
            await context.Response.Body.FlushAsync();
        }
    }
}
