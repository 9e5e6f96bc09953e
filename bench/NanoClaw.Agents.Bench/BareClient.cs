using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoClaw.Agents.Bench;

/// <summary>
/// The least that a careful person would write by hand: one pooled HttpClient, source-generated JSON, .NET's parser. No
/// retries, no bounds, no deadline, nothing checked.
/// </summary>
internal sealed class BareClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly Uri _uri;

    public BareClient(Uri endpoint)
    {
        var port = endpoint.Port;
        _uri = new Uri(endpoint, "/v1/agent/run");
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        };
#pragma warning disable CA5359, MA0039 // The server is this process's own; what is measured comes after the handshake.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359, MA0039
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public async Task<int> RunAsync(BareRequest body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _uri)
        {
            Version = HttpVersion.Version20,
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, BareJson.Default.BareRequest))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer token");
        request.Headers.TryAddWithoutValidation("CF-Access-Client-Id", "id.access");
        request.Headers.TryAddWithoutValidation("CF-Access-Client-Secret", "secret");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", Guid.CreateVersion7().ToString("D"));
        request.Headers.TryAddWithoutValidation("Accept", "text/event-stream");
        request.Headers.TryAddWithoutValidation("User-Agent", "bare/1.0");
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync();
        var length = 0;
        await foreach (var item in SseParser.Create(stream, Parse).EnumerateAsync())
        {
            length += (item.Data as BareDelta)?.Text.Length ?? 0;
        }

        return length;
    }

    public void Dispose() => _http.Dispose();

    private static object? Parse(string type, ReadOnlySpan<byte> data) =>
        type switch
        {
            "started" => JsonSerializer.Deserialize(data, BareJson.Default.BareStarted),
            "delta" => JsonSerializer.Deserialize(data, BareJson.Default.BareDelta),
            "output" => JsonSerializer.Deserialize(data, BareJson.Default.BareOutput),
            "usage" => JsonSerializer.Deserialize(data, BareJson.Default.BareUsage),
            "done" => JsonSerializer.Deserialize(data, BareJson.Default.BareDone),
            _ => null,
        };
}

internal sealed record BareRequest(string Prompt, string GroupFolder, string ChatJid, bool IsMain);

internal sealed record BareStarted(string RunId, string SessionId);

internal sealed record BareDelta(string Text);

internal sealed record BareOutput(string Result);

internal sealed record BareUsage(long InputTokens, long OutputTokens, int Steps, long DurationMs, string Model);

internal sealed record BareDone(string SessionId);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BareRequest))]
[JsonSerializable(typeof(BareStarted))]
[JsonSerializable(typeof(BareDelta))]
[JsonSerializable(typeof(BareOutput))]
[JsonSerializable(typeof(BareUsage))]
[JsonSerializable(typeof(BareDone))]
internal sealed partial class BareJson : JsonSerializerContext;
