using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace NanoClaw.Host.Bench;

/// <summary>A Messages API on loopback that has its whole answer ready.</summary>
internal sealed class InstantModel : IAsyncDisposable
{
    public const string Answer = "Fourteen.";

    private static readonly byte[] StreamBytes = Encoding.UTF8.GetBytes(
        $$$$"""
        event: message_start
        data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"usage":{"input_tokens":7,"output_tokens":1}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{{{Answer}}}}"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":5}}

        event: message_stop
        data: {"type":"message_stop"}


        """
    );

    private readonly WebApplication _app;

    private InstantModel(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public static async Task<InstantModel> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost(
            "/v1/messages",
            async context =>
            {
                await context.Request.Body.CopyToAsync(Stream.Null);
                context.Response.ContentType = "text/event-stream";
                context.Response.ContentLength = StreamBytes.Length;
                await context.Response.Body.WriteAsync(StreamBytes);
            }
        );
        await app.StartAsync();
        return new InstantModel(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
