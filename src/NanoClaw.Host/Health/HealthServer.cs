using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NanoClaw.Store;

namespace NanoClaw.Host.Health;

/// <summary><c>/healthz</c> and <c>/metrics</c>, on the loopback address alone.</summary>
internal sealed partial class HealthServer(
    Assistant assistant,
    IStore store,
    int port,
    TimeProvider time,
    ILogger<HealthServer> logger,
    ICredentialVersionSource? credentials = null,
    IBackupStateSource? backups = null,
    ProgramBuild? build = null
) : IHostedService, IAsyncDisposable
{
    /// <summary>Has everything looked through at once.</summary>
    public const string WakePath = "/wake";

    /// <summary>Must be there to wake: a page in a browser cannot send it without asking first, and is never allowed.</summary>
    public const string WakeHeader = "X-NanoClaw-Wake";

    private static readonly string[] OwnNames = ["localhost", "127.0.0.1"];
    private readonly HealthReport _health = new(assistant, store, time, credentials, backups, build);
    private readonly MetricsPage _metrics = new(assistant, store, time, credentials, backups, build);
    private WebApplication? _server;

    /// <summary>Where it listens; with port 0, on a port of the system's choice.</summary>
    public Uri? Address { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        _server = builder.Build();
        // A page in a browser here must not read it through a name of its own that leads to this address.
        _server.Use(
            (context, next) =>
            {
                if (OwnNames.Contains(context.Request.Host.Host))
                {
                    return next(context);
                }

                context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
                return Task.CompletedTask;
            }
        );
        _server.MapGet("/healthz", WriteHealthAsync);
        _server.MapPost(WakePath, WakeAsync);
        _server.MapGet("/metrics", WriteMetricsAsync);
        try
        {
            await _server.StartAsync(cancellationToken);
            Address = new Uri(_server.Urls.First());
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // The assistant is worth more than its gauge.
            LogNotListening(port, exception.Message);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => _server?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _metrics.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private async Task WriteHealthAsync(HttpContext context)
    {
        var buffer = new ArrayBufferWriter<byte>();
        await using (var json = new Utf8JsonWriter(buffer))
        {
            context.Response.StatusCode = await _health.WriteAsync(json, context.RequestAborted)
                ? StatusCodes.Status200OK
                : StatusCodes.Status503ServiceUnavailable;
        }

        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }

    private async Task WakeAsync(HttpContext context)
    {
        var isOurs = context.Request.Headers.ContainsKey(WakeHeader);
        if (isOurs)
        {
            await assistant.WakeAsync(context.RequestAborted);
        }

        context.Response.StatusCode = isOurs ? StatusCodes.Status202Accepted : StatusCodes.Status403Forbidden;
    }

    private async Task WriteMetricsAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        await context.Response.WriteAsync(await _metrics.WriteAsync(context.RequestAborted), context.RequestAborted);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "/healthz and /metrics are not served: port {Port} of the loopback address cannot be had ({Reason}). Choose another with HEALTH_PORT, or none.",
        EventName = "health_not_served"
    )]
    private partial void LogNotListening(int port, string reason);
}
