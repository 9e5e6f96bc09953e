using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace NanoClaw.EndToEnd.Tests;

/// <summary>A model's API on this machine, as far as one streamed answer needs it: Anthropic's Messages.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    public const string Key = "planted-model-key";

    private static readonly (string Event, string Data)[] Answer =
    [
        (
            "message_start",
            """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"usage":{"input_tokens":7,"output_tokens":1}}}"""
        ),
        ("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"""),
        ("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Four"}}"""),
        ("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"teen."}}"""),
        ("content_block_stop", """{"type":"content_block_stop","index":0}"""),
        ("message_delta", """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":5}}"""),
        ("message_stop", """{"type":"message_stop"}"""),
    ];

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _keys = new();
    private readonly ConcurrentQueue<string> _requests = new();

    private ModelServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost(
            "/v1/messages",
            async context =>
            {
                _keys.Enqueue(context.Request.Headers["x-api-key"].ToString());
                using var body = new StreamReader(context.Request.Body);
                _requests.Enqueue(await body.ReadToEndAsync());
                await Before.Task.WaitAsync(context.RequestAborted);
                context.Response.ContentType = "text/event-stream";
                foreach (var (name, data) in Answer)
                {
                    await context.Response.WriteAsync($"event: {name}\ndata: {data}\n\n");
                    await context.Response.Body.FlushAsync();
                    if (data.Contains("Four", StringComparison.Ordinal))
                    {
                        await Midway.Task.WaitAsync(context.RequestAborted);
                    }
                }
            }
        );
    }

    /// <summary>What an answer waits for before its first word.</summary>
    public TaskCompletionSource Before { get; set; } = Open();

    /// <summary>What an answer waits for between its two parts.</summary>
    public TaskCompletionSource Midway { get; set; } = Open();

    public string Address => _app.Urls.Single();

    /// <summary>The keys that callers showed.</summary>
    public IReadOnlyCollection<string> Keys => _keys;

    /// <summary>What they asked, as JSON, the first one first.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    public static async Task<ModelServer> StartAsync()
    {
        var server = new ModelServer();
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Nothing to wait for.</summary>
    public static TaskCompletionSource Open()
    {
        var open = Closed();
        open.SetResult();
        return open;
    }

    /// <summary>To wait for until it is set.</summary>
    public static TaskCompletionSource Closed() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
