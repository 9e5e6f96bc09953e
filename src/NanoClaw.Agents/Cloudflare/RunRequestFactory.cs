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

    public HttpRequestMessage Create(AgentCredentials credentials, long lastEventId)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, uri)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = new ByteArrayContent(body) { Headers = { ContentType = Json } },
        };

        // Without .NET's validation, whose exception quotes the value: the credentials were checked before.
        var headers = request.Headers;
        headers.TryAddWithoutValidation("Authorization", "Bearer " + credentials.Token);
        if (credentials is { AccessClientId: { } accessId, AccessClientSecret: { } accessSecret })
        {
            headers.TryAddWithoutValidation("CF-Access-Client-Id", accessId);
            headers.TryAddWithoutValidation("CF-Access-Client-Secret", accessSecret);
        }

        headers.TryAddWithoutValidation("Idempotency-Key", runId);
        headers.TryAddWithoutValidation("Accept", MediaType);
        headers.TryAddWithoutValidation("User-Agent", AgentTransport.UserAgent);
        if (lastEventId > 0 && streaming)
        {
            headers.TryAddWithoutValidation("Last-Event-ID", lastEventId.ToString(CultureInfo.InvariantCulture));
        }

        return request;
    }
}
