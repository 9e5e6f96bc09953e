using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NanoClaw.Soak.Tests;

internal enum ModelMood
{
    Usual,
    RateLimited,
    Overloaded,
    Unavailable,
    Slow,
}

/// <summary>
/// A Messages API that repeats the numbers (#7) of the messages it is given. One answer in twenty or so is refused,
/// slow or cut; in a mood, all of them.
/// </summary>
internal sealed partial class FaultyModel : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly Random _random;
    private readonly Dictionary<string, int> _faults = new(StringComparer.Ordinal);

    private FaultyModel(int seed)
    {
        _random = new Random(seed);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/messages", AnswerAsync);
    }

    public string Address => _app.Urls.Single();

    public ModelMood Mood { get; set; }

    /// <summary>Calls that were refused, slowed or cut, by kind.</summary>
    public IReadOnlyDictionary<string, int> Faults
    {
        get
        {
            lock (_gate)
            {
                return new Dictionary<string, int>(_faults, StringComparer.Ordinal);
            }
        }
    }

    public static async Task<FaultyModel> StartAsync(int seed)
    {
        var model = new FaultyModel(seed);
        await model._app.StartAsync(TestContext.Current.CancellationToken);
        return model;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var request = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var answer = "Answered " + string.Join(' ', Numbers(request.RootElement.GetProperty("messages")));
        var fault = Next();
        if (fault is "429" or "529" or "503")
        {
            context.Response.StatusCode = int.Parse(fault);
            context.Response.Headers.RetryAfter = "1";
            return;
        }

        context.Response.ContentType = "text/event-stream";
        await WriteAsync(
            context,
            "message_start",
            """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"usage":{"input_tokens":7,"output_tokens":1}}}"""
        );
        await WriteAsync(context, "content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""");
        var half = answer.Length / 2;
        await WriteAsync(context, "content_block_delta", Delta(answer[..half]));
        if (fault is not null)
        {
            await Task.Delay(fault is "slow" ? 300 : 10, context.RequestAborted);
        }

        if (fault is "cut")
        {
            // What was sent has arrived, or the whole answer would be lost with it.
            context.Abort();
            return;
        }

        await WriteAsync(context, "content_block_delta", Delta(answer[half..]));
        await WriteAsync(context, "content_block_stop", """{"type":"content_block_stop","index":0}""");
        await WriteAsync(context, "message_delta", """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":5}}""");
        await WriteAsync(context, "message_stop", """{"type":"message_stop"}""");
    }

    private string? Next()
    {
        lock (_gate)
        {
            var fault = Mood switch
            {
                ModelMood.RateLimited => "429",
                ModelMood.Overloaded => "529",
                ModelMood.Unavailable => "503",
                ModelMood.Slow => "slow",
                _ => _random.Next(100) switch
                {
                    0 => "429",
                    1 => "529",
                    2 => "503",
                    3 => "slow",
                    4 => "cut",
                    _ => null,
                },
            };
            if (fault is not null)
            {
                _faults[fault] = _faults.GetValueOrDefault(fault) + 1;
            }

            return fault;
        }
    }

    /// <summary>Of the newest message only: those before it are the session's history.</summary>
    private static IEnumerable<string> Numbers(JsonElement messages) =>
        messages[messages.GetArrayLength() - 1]
            .GetProperty("content")
            .EnumerateArray()
            .SelectMany(block => NumberPattern().Matches(block.GetProperty("text").GetString()!).Select(match => match.Value));

    private static string Delta(string text) => $$$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{{text}}}"}}""";

    private static async Task WriteAsync(HttpContext context, string name, string data)
    {
        await context.Response.WriteAsync($"event: {name}\ndata: {data}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    [GeneratedRegex("#[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex NumberPattern();
}
