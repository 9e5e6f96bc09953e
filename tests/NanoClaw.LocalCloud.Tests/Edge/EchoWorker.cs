using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace NanoClaw.LocalCloud.Tests.Edge;

/// <summary>Stands for a Worker behind a real socket, and keeps what reached it.</summary>
internal sealed class EchoWorker : IAsyncDisposable
{
    private readonly WebApplication _application;

    private EchoWorker(Func<HttpContext, Task>? handler)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _application = builder.Build();
        _application.Run(async context =>
        {
            Received.Enqueue(new ReceivedRequest(
                context.Request.Method,
                context.Request.Path + context.Request.QueryString,
                context.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString())));
            await (handler ?? (c => c.Response.WriteAsync("from the Worker")))(context);
        });
    }

    public ConcurrentQueue<ReceivedRequest> Received { get; } = new();

    public Uri Address { get; private set; } = null!;

    public static async Task<EchoWorker> StartAsync(Func<HttpContext, Task>? handler = null)
    {
        var worker = new EchoWorker(handler);
        await worker._application.StartAsync();
        worker.Address = new Uri(worker._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return worker;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    internal sealed record ReceivedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers);
}
