using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace NanoClaw.LocalCloud.Edge.Checklist;

/// <summary>Takes every request that the edge lets through, and says so: a checklist judges the edge, not the Worker.</summary>
internal sealed class StandInWorker : IAsyncDisposable
{
    public const string Header = "x-stand-in-worker";

    private readonly WebApplication _application;

    private StandInWorker(RequestDelegate handle)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _application = builder.Build();
        _application.Run(handle);
    }

    public Uri Address { get; private set; } = null!;

    /// <param name="cancellationToken">Ends the start.</param>
    /// <param name="handle">What it does with a request; null: it says that it got it.</param>
    public static async Task<StandInWorker> StartAsync(CancellationToken cancellationToken, RequestDelegate? handle = null)
    {
        var worker = new StandInWorker(handle ?? SayReached);
        await worker._application.StartAsync(cancellationToken);
        worker.Address = new Uri(worker._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return worker;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static Task SayReached(HttpContext context)
    {
        context.Response.Headers[Header] = "reached";
        return context.Response.WriteAsync("The edge let this request through.\n");
    }
}
