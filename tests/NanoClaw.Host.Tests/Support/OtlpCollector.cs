using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace NanoClaw.Host.Tests.Support;

/// <summary>
/// A collector of OpenTelemetry, on a socket: over http/protobuf, or over gRPC with its HTTP/2, frames and trailers
/// (https://opentelemetry.io/docs/specs/otlp/). What is no such request is a failure of its own.
/// </summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly bool _isGrpc;
    private readonly CancellationTokenSource _stop = new();

    private OtlpCollector(WebApplication server, bool isGrpc) => (_server, _isGrpc) = (server, isGrpc);

    /// <summary>How it takes what it is sent.</summary>
    public CollectorState State { get; set; }

    public ConcurrentQueue<(string Signal, string? Authorization, byte[] Body)> Received { get; } = new();

    /// <summary>What was no request of the protocol.</summary>
    public ConcurrentQueue<string> Mistakes { get; } = new();

    /// <summary>Requests that it has seen begin.</summary>
    public int Requests => _requests;

    public string Address => _server.Urls.First();

    private int _requests;

    public static async Task<OtlpCollector> StartAsync(bool isGrpc)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = isGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1)
        );
        var collector = new OtlpCollector(builder.Build(), isGrpc);
        collector._server.Run(collector.TakeAsync);
        await collector._server.StartAsync();
        return collector;
    }

    public IEnumerable<ProtoMessage> Of(string signal) =>
        Received.Where(received => received.Signal == signal).Select(received => new ProtoMessage(received.Body));

    /// <summary>All of a signal with each byte as a character: what must not be in it can be looked for.</summary>
    public string Raw(string signal) =>
        string.Concat(Received.Where(received => received.Signal == signal).Select(received => Encoding.UTF8.GetString(received.Body)));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _server.DisposeAsync();
        _stop.Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        if (State is CollectorState.Hangs)
        {
            await Task.Delay(Timeout.Infinite, _stop.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
            context.Abort();
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var (signal, message) = _isGrpc ? ReadGrpc(context.Request, body.ToArray()) : ReadHttp(context.Request, body.ToArray());
        if (signal is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (State is CollectorState.Takes)
        {
            Received.Enqueue((signal, context.Request.Headers.Authorization, message));
        }

        await AnswerAsync(context.Response);
    }

    private (string? Signal, byte[] Body) ReadHttp(HttpRequest request, byte[] body)
    {
        Expect(request.Method == "POST" && request.ContentType == "application/x-protobuf", $"{request.Method} {request.ContentType}");
        return request.Path.Value switch
        {
            "/v1/traces" => ("traces", body),
            "/v1/metrics" => ("metrics", body),
            "/v1/logs" => ("logs", body),
            var other => Unknown(other),
        };
    }

    private (string? Signal, byte[] Body) ReadGrpc(HttpRequest request, byte[] body)
    {
        Expect(
            request is { Method: "POST", Protocol: "HTTP/2" }
                && request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) is true
                && request.Headers.TE == "trailers",
            $"{request.Method} {request.Protocol} {request.ContentType} {request.Headers.TE}"
        );
        // A frame: whether it is compressed, its length, and the message.
        Expect(body.Length >= 5 && body[0] == 0 && BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(1)) == body.Length - 5, $"a frame of {body.Length} bytes");
        return request.Path.Value switch
        {
            "/opentelemetry.proto.collector.trace.v1.TraceService/Export" => ("traces", body[5..]),
            "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export" => ("metrics", body[5..]),
            "/opentelemetry.proto.collector.logs.v1.LogsService/Export" => ("logs", body[5..]),
            var other => Unknown(other),
        };
    }

    private async Task AnswerAsync(HttpResponse response)
    {
        if (!_isGrpc)
        {
            response.StatusCode = State is CollectorState.Takes ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            response.ContentType = "application/x-protobuf";
            return;
        }

        response.ContentType = "application/grpc";
        if (State is CollectorState.Takes)
        {
            // An empty answer: everything was taken.
            await response.Body.WriteAsync(new byte[5]);
        }

        response.AppendTrailer("grpc-status", State is CollectorState.Takes ? "0" : "14");
    }

    private (string? Signal, byte[] Body) Unknown(string? path)
    {
        Mistakes.Enqueue($"no such path: {path}");
        return (null, []);
    }

    private void Expect(bool isSo, string found)
    {
        if (!isSo)
        {
            Mistakes.Enqueue(found);
        }
    }
}

internal enum CollectorState
{
    Takes,

    /// <summary>It says that it cannot.</summary>
    Refuses,

    /// <summary>It takes the connection, and says nothing.</summary>
    Hangs,
}
