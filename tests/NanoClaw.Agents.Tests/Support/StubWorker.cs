using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace NanoClaw.Agents.Tests;

/// <summary>
/// A real TLS server on a loopback socket that plays the Worker: each call is answered by the next of its answers, the
/// last of them from then on.
/// </summary>
public sealed class StubWorker : IAsyncDisposable
{
    /// <summary>The whole suite runs twice: against a Worker that speaks both protocols, and against one that speaks HTTP/1.1 alone.</summary>
#if HTTP1_ONLY
    private const HttpProtocols Spoken = HttpProtocols.Http1;
#else
    private const HttpProtocols Spoken = HttpProtocols.Http1AndHttp2;
#endif

    private readonly LocalAuthority _authority = new();
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _answers = new();
    private Func<HttpContext, Task>? _last;

    private StubWorker(HttpProtocols protocols, string certificateFor)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        var certificate = _authority.Issue(certificateFor);
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(
                IPAddress.Loopback,
                0,
                listen =>
                {
                    listen.Protocols = protocols;
                    listen.UseHttps(certificate);
                }
            )
        );
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri Endpoint => new($"https://agent.localhost:{new Uri(_app.Urls.First()).Port}");

    public string CaFile => _authority.PemFile;

    public ConcurrentQueue<ReceivedCall> Calls { get; } = new();

    public static async Task<StubWorker> StartAsync(HttpProtocols protocols = Spoken, string certificateFor = "agent.localhost")
    {
        var worker = new StubWorker(protocols, certificateFor);
        await worker._app.StartAsync();
        return worker;
    }

    public StubWorker Answers(Func<HttpContext, Task> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    public StubWorker Answers(int status, string contentType, string body, params (string Name, string Value)[] headers) =>
        Answers(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = contentType;
            foreach (var (name, value) in headers)
            {
                context.Response.Headers[name] = value;
            }

            await context.Response.WriteAsync(body);
        });

    public StubWorker Refuses(int status, string code, string message = "...", int? retryAfter = null) =>
        Answers(
            status,
            "application/json",
            $$$"""{"error":{"code":"{{{code}}}","message":"{{{message}}}"{{{(retryAfter is { } s ? $",\"retryAfterSeconds\":{s}" : "")}}}}}"""
        );

    public StubWorker Streams(string events) => Answers(200, "text/event-stream; charset=utf-8", events);

    /// <summary>Sends so much of a stream, then breaks the connection, or ends the answer as if it were whole.</summary>
    public StubWorker StreamsAndBreaks(ReadOnlyMemory<byte> bytes, bool politely = false) =>
        Answers(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.StartAsync();
            await context.Response.BodyWriter.WriteAsync(bytes);
            await context.Response.BodyWriter.FlushAsync();
            if (!politely)
            {
                context.Abort();
            }
        });

    public CloudflareAgentOptions Options(Action<CloudflareAgentOptions>? configure = null)
    {
        var options = new CloudflareAgentOptions { Endpoint = Endpoint, CaFile = CaFile };
        configure?.Invoke(options);
        return options;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        _authority.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Calls.Enqueue(
            new ReceivedCall(
                context.Request.Method,
                context.Request.Path,
                context.Request.Protocol,
                context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                Encoding.UTF8.GetString(body.ToArray())
            )
        );
        if (_answers.TryDequeue(out var answer))
        {
            _last = answer;
        }

        await (_last ?? throw new InvalidOperationException("The stub was given no answer."))(context);
    }
}

public sealed record ReceivedCall(string Method, string Path, string Protocol, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
