using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NanoClaw.Deployment.Tests;

/// <summary>
/// Cloudflare's API, as far as a setup asks it: its envelope, pages, limits and refusals, over a real socket. The shapes are those of
/// the official TypeScript client's types; the refusals those that people have reported. What a token may do is decided first, as
/// there, and what was changed is noted.
/// </summary>
internal sealed class FakeCloudflare : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<(string Part, Func<HttpContext, Task> Answer, int Times)> _faults = [];
    private readonly Lock _gate = new();
    private readonly List<string> _requests = [];

    private FakeCloudflare()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>The token that it knows.</summary>
    public string Token { get; } = $"cfut_{Guid.NewGuid():N}abcdefgh";

    public FakeAccount Data { get; } = new();

    /// <summary>What the account has used.</summary>
    public FakeAnalytics Analytics { get; } = new();

    /// <summary>Where the API is.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Every request: method and path with its query.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    public static async Task<FakeCloudflare> StartAsync()
    {
        var fake = new FakeCloudflare();
        await fake._app.StartAsync();
        fake.Address = new Uri($"{fake._app.Urls.Single()}/client/v4/");
        return fake;
    }

    /// <summary>Answers 429 to requests whose path has this part.</summary>
    public void Limit(string part, int retryAfter, int times = int.MaxValue) =>
        Break(
            part,
            times,
            async context =>
            {
                context.Response.Headers.RetryAfter = retryAfter.ToString(System.Globalization.CultureInfo.InvariantCulture);
                await WriteAsync(context, FakeAnswer.Refuse(429, 971, "Please wait and consider throttling your request speed"));
            }
        );

    /// <summary>Cuts the connection in the middle of the answer.</summary>
    public void Cut(string part, int times = int.MaxValue) =>
        Break(
            part,
            times,
            async context =>
            {
                context.Response.ContentLength = 1000;
                await context.Response.WriteAsync("{\"result\":");
                await context.Response.Body.FlushAsync();
                context.Abort();
            }
        );

    /// <summary>Answers as a proxy in between does.</summary>
    public void AnswerPage(string part, int status, int times = int.MaxValue) =>
        Break(
            part,
            times,
            async context =>
            {
                context.Response.StatusCode = status;
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<html><body>Log in to the hotel's network</body></html>");
            }
        );

    /// <summary>Nobody answers any more.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private void Break(string part, int times, Func<HttpContext, Task> answer)
    {
        lock (_gate)
        {
            _faults.Add((part, answer, times));
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var path = context.Request.Path.Value!.Replace("/client/v4/", "", StringComparison.Ordinal);
        Func<HttpContext, Task>? fault;
        lock (_gate)
        {
            _requests.Add($"{context.Request.Method} {path}{context.Request.QueryString}");
            var at = _faults.FindIndex(it => it.Times > 0 && path.Contains(it.Part, StringComparison.Ordinal));
            fault = at < 0 ? null : _faults[at].Answer;
            if (at >= 0)
            {
                _faults[at] = _faults[at] with { Times = _faults[at].Times - 1 };
            }
        }

        if (fault is not null)
        {
            await fault(context);
            return;
        }

        if (path == "graphql")
        {
            await AnswerGraphAsync(context, body);
            return;
        }

        FakeAnswer answer;
        lock (_gate)
        {
            var call = new FakeCall(
                context.Request.Method,
                path,
                context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal),
                body.Length == 0 ? null : JsonNode.Parse(body)
            );
            answer =
                context.Request.Headers.Authorization == $"Bearer {Token}" ? Data.Answer(call)
                : path.EndsWith("tokens/verify", StringComparison.Ordinal) ? FakeAnswer.Refuse(401, 1000, "Invalid API Token")
                : FakeAnswer.Refuse(403, 9109, "Invalid access token");
        }

        await WriteAsync(context, answer);
    }

    /// <summary>A token that it does not know is told so with 200 there.</summary>
    private async Task AnswerGraphAsync(HttpContext context, string body)
    {
        JsonObject answer;
        lock (_gate)
        {
            answer =
                context.Request.Headers.Authorization == $"Bearer {Token}" && context.Request.Method == "POST"
                    ? Analytics.Answer(JsonNode.Parse(body))
                    : new JsonObject
                    {
                        ["data"] = null,
                        ["errors"] = new JsonArray(new JsonObject { ["message"] = $"Unauthorized: {context.Request.Headers.Authorization}" }),
                    };
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString());
    }

    private static async Task WriteAsync(HttpContext context, FakeAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json";
        context.Response.Headers["cf-ray"] = "8f0000000000abcd-VIE";
        await context.Response.WriteAsync(answer.Envelope.ToJsonString());
    }
}
