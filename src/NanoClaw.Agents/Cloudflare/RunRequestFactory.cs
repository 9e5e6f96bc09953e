using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace NanoClaw.Agents;

/// <summary>Makes each attempt's HTTP request of one run: always the same body and id.</summary>
internal sealed class RunRequestFactory(Uri uri, string runId, byte[] body, bool streaming)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>The only type of answer that is asked for and taken.</summary>
    public string MediaType => streaming ? "text/event-stream" : "application/json";

    public HttpRequestMessage Create(AgentCredentials credentials, long? lastEventId)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, uri)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = new ByteArrayContent(body) { Headers = { ContentType = Json } },
        };

        var headers = request.Headers;
        credentials.AddTo(headers);
        headers.TryAddWithoutValidation("Idempotency-Key", runId);
        headers.TryAddWithoutValidation("Accept", MediaType);
        headers.TryAddWithoutValidation("User-Agent", AgentTransport.UserAgent);
        if (lastEventId is { } last)
        {
            headers.TryAddWithoutValidation("Last-Event-ID", last.ToString(CultureInfo.InvariantCulture));
        }

        return request;
    }
}
