using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace NanoClaw.EndToEnd.Tests;

/// <summary>An OpenTelemetry collector on a socket: keeps what it is sent, by path.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, string> _received = new(StringComparer.Ordinal);

    private Collector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);

            // Protocol Buffers keep texts as they are: enough to look for words.
            var text = Encoding.UTF8.GetString(body.ToArray());
            _received.AddOrUpdate(context.Request.Path.Value!, text, (_, before) => before + text);
        });
    }

    public string Address => _app.Urls.Single();

    public IEnumerable<string> Paths => _received.Keys;

    public string All => string.Concat(_received.Values);

    public string Of(string path) => _received.GetValueOrDefault(path, "");

    public static async Task<Collector> StartAsync()
    {
        var collector = new Collector();
        await collector._app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
