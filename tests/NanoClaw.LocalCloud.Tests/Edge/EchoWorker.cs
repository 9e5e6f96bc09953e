using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using NanoClaw.LocalCloud.Edge.Checklist;

namespace NanoClaw.LocalCloud.Tests.Edge;

/// <summary>Stands for a Worker behind a real socket, and keeps what reached it.</summary>
internal sealed class EchoWorker : IAsyncDisposable
{
    private StandInWorker _worker = null!;

    public ConcurrentQueue<ReceivedRequest> Received { get; } = new();

    public Uri Address => _worker.Address;

    public static async Task<EchoWorker> StartAsync(Func<HttpContext, Task>? handler = null)
    {
        var echo = new EchoWorker();
        echo._worker = await StandInWorker.StartAsync(
            CancellationToken.None,
            async context =>
            {
                echo.Received.Enqueue(
                    new ReceivedRequest(
                        context.Request.Method,
                        context.Request.Path + context.Request.QueryString,
                        context.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString())
                    )
                );
                await (handler ?? (c => c.Response.WriteAsync("from the Worker")))(context);
            }
        );
        return echo;
    }

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    internal sealed record ReceivedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers);
}
