using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace NanoClaw.EndToEnd.Tests.Attacks;

/// <summary>All of the web that the Worker can reach: the pages of the attacks, and a record of every address that is asked for.</summary>
internal sealed class HostileWeb : IAsyncDisposable
{
    private const string Redirect = "-> ";

    private readonly WebApplication _app;

    private HostileWeb()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>As <c>127.0.0.1:port</c>.</summary>
    public string Address => new Uri(_app.Urls.Single()).Authority;

    /// <summary>Pages by their whole address; a text that begins with an arrow leads on.</summary>
    public ConcurrentDictionary<string, string> Pages { get; } = new(StringComparer.Ordinal);

    /// <summary>Each address that was asked for, and what came with it.</summary>
    public ConcurrentQueue<(string Url, string Headers)> Asked { get; } = new();

    public static async Task<HostileWeb> StartAsync()
    {
        var web = new HostileWeb();
        await web._app.StartAsync(TestContext.Current.CancellationToken);
        return web;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var url =
            $"{context.Request.Headers["X-Forwarded-Proto"]}://{context.Request.Host}{context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget}";
        Asked.Enqueue((url, string.Join('\n', context.Request.Headers.Select(header => $"{header.Key}: {header.Value}"))));
        if (!Pages.TryGetValue(url, out var page))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (page.StartsWith(Redirect, StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status302Found;
            context.Response.Headers.Location = page[Redirect.Length..];
        }
        else
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(page, context.RequestAborted);
        }
    }
}
