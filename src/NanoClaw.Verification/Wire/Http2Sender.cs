using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Text;

namespace NanoClaw.Verification.Wire;

/// <summary>The same requests over a version of HTTP that .NET's own client speaks.</summary>
internal sealed class Http2Sender(VerificationTarget target, Dialler dialler) : IDisposable
{
    private const int MaxBytes = 4 * 1024 * 1024;

    private readonly HttpMessageInvoker _http = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxResponseHeadersLength = 64,
            ConnectCallback = async (_, token) => await dialler.ConnectSocketAsync(WireRoute.Proven, token),
            SslOptions = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                RemoteCertificateValidationCallback = dialler.IsTrusted,
            },
        }
    );

    public Task<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken) =>
        SendAsync(request, HttpVersion.Version20, cancellationToken);

    public async Task<WireOutcome> SendAsync(WireRequest request, Version version, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(
            new HttpMethod(request.Method),
            new Uri(
                target.Endpoint.GetLeftPart(UriPartial.Authority) + request.Target,
                new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
            )
        )
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = request.Body is { } body ? new ByteArrayContent(body) : null,
        };
        foreach (var (name, value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        message.Headers.TryAddWithoutValidation("User-Agent", WireClient.UserAgent);
        using var response = await _http.SendAsync(message, cancellationToken);
        var headers = response.Headers.Concat(response.Content.Headers).SelectMany(h => h.Value.Select(v => KeyValuePair.Create(h.Key, v))).ToArray();
        return WireOutcome.Of(new WireAnswer((int)response.StatusCode, headers, await ReadAsync(response.Content, cancellationToken)));
    }

    public void Dispose() => _http.Dispose();

    private static async Task<string> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken);
        await using (stream.ConfigureAwait(false))
        {
            using var kept = new MemoryStream();
            var buffer = new byte[16 * 1024];
            while (kept.Length < MaxBytes && await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                kept.Write(buffer, 0, read);
            }

            return Encoding.UTF8.GetString(kept.ToArray());
        }
    }
}
