using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NanoClaw.Host.Budget;
using NanoClaw.Host.Channels;
using NanoClaw.Store;

namespace NanoClaw.Host.Health;

/// <summary><c>/healthz</c> and <c>/metrics</c>, on the loopback address alone.</summary>
internal sealed partial class HealthServer(Assistant assistant, IStore store, int port, ILogger<HealthServer> logger)
    : IHostedService, IAsyncDisposable
{
    /// <summary>Has everything looked through at once.</summary>
    public const string WakePath = "/wake";

    /// <summary>Must be there to wake: a page in a browser cannot send it without asking first, and is never allowed.</summary>
    public const string WakeHeader = "X-NanoClaw-Wake";

    private static readonly string[] OwnNames = ["localhost", "127.0.0.1"];
    private readonly MetricsPage _metrics = new(assistant, store);
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
        _server.Use((context, next) =>
        {
            if (OwnNames.Contains(context.Request.Host.Host))
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            return Task.CompletedTask;
        });
        _server.MapGet("/healthz", WriteHealthAsync);
        _server.MapPost(WakePath, Wake);
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
        var depth = assistant.Queue.Depth;
        StoreFailure? failure = null;
        BudgetState? budget = null;
        try
        {
            budget = (await assistant.Budget.GetAsync(context.RequestAborted)).State;
        }
        catch (StoreException exception)
        {
            failure = exception.Failure;
        }

        var channels = assistant.Channels.Select(channel => (channel.Name, channel.Status)).ToList();
        var isDegraded = channels.Exists(channel => channel.Status.State is ChannelState.SignedOut);
        context.Response.StatusCode = failure is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status", failure is not null ? "failing" : isDegraded ? "degraded" : "ok");
        json.WriteNumber("processId", Environment.ProcessId);
        json.WriteString("startedAt", assistant.StartedAt);
        json.WriteString("store", Word(failure) ?? "ok");
        json.WriteString("budget", Word(budget));
        json.WriteNumber("running", depth.Running);
        json.WriteNumber("waiting", depth.Waiting);
        json.WriteNumber("backingOff", depth.BackingOff);
        json.WriteStartArray("channels");
        foreach (var (name, status) in channels)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("state", Word<ChannelState>(status.State));
            json.WriteString("detail", status.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }

    private Task Wake(HttpContext context)
    {
        var isOurs = context.Request.Headers.ContainsKey(WakeHeader);
        if (isOurs)
        {
            assistant.Wake();
        }

        context.Response.StatusCode = isOurs ? StatusCodes.Status202Accepted : StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static string? Word<T>(T? value)
        where T : struct, Enum => value is { } known ? JsonNamingPolicy.CamelCase.ConvertName(known.ToString()) : null;

    private async Task WriteMetricsAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        await context.Response.WriteAsync(await _metrics.WriteAsync(context.RequestAborted), context.RequestAborted);
    }

    [LoggerMessage(LogLevel.Warning, "/healthz and /metrics are not served: port {Port} of the loopback address cannot be had ({Reason}). Choose another with HEALTH_PORT, or none.")]
    private partial void LogNotListening(int port, string reason);
}
