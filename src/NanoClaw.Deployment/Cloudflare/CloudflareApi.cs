using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NanoClaw.Deployment.Cloudflare;

/// <summary>
/// Cloudflare's API: its envelope, its pages, its limits. There is no living official client for .NET. Every call made through
/// it may be repeated: it reads, or sets something to a value.
/// </summary>
public sealed class CloudflareApi(HttpClient http, ApiToken token, TimeProvider time, Action<string>? onWait = null)
{
    private const int Attempts = 4;
    private const int PerPage = 50;
    private const int MostPages = 100;

    /// <summary>
    /// Who is over the limit is blocked for up to five minutes
    /// (https://developers.cloudflare.com/fundamentals/api/reference/limits/): a person is told sooner than that.
    /// </summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    /// <summary>Where the API is.</summary>
    public static Uri DefaultAddress { get; } = new("https://api.cloudflare.com/client/v4/");

    /// <summary>A client that sends the token to that address alone: no redirect is followed.</summary>
    /// <param name="address">The API's address; anything but https is refused beyond this machine.</param>
    public static HttpClient CreateClient(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        {
            throw new DeploymentException($"{address} is no place to send an API token to: the API's address begins with https://.", DeploymentFailure.Usage);
        }

        return new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                ConnectTimeout = TimeSpan.FromSeconds(15),
                UseCookies = false,
            }
        )
        {
            BaseAddress = address.AbsoluteUri.EndsWith('/') ? address : new Uri($"{address.AbsoluteUri}/"),
            Timeout = TimeSpan.FromSeconds(60),
            MaxResponseContentBufferSize = 8 * 1024 * 1024,
        };
    }

    /// <summary>One call. A limit, a fault of Cloudflare's and a connection that breaks are waited for and tried again.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path below <c>/client/v4/</c>.</param>
    /// <param name="body">JSON to send.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DeploymentException">Not reachable, over the limit for longer, or an answer that is none of the API's.</exception>
    public Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? body, CancellationToken cancellationToken) =>
        SendAsync(method, path, body, ApiAnswer.Parse, cancellationToken);

    /// <summary>One question to the GraphQL Analytics API, whose answers have an envelope of their own.</summary>
    /// <inheritdoc cref="SendAsync(HttpMethod, string, string?, CancellationToken)"/>
    public Task<GraphAnswer> AskAsync(string query, JsonObject variables, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(variables);
        var body = new JsonObject { ["query"] = query, ["variables"] = variables }.ToJsonString();
        return SendAsync(HttpMethod.Post, "graphql", body, GraphAnswer.Parse, cancellationToken);
    }

    private async Task<T> SendAsync<T>(
        HttpMethod method,
        string path,
        string? body,
        Func<HttpStatusCode, JsonElement, T> read,
        CancellationToken cancellationToken
    )
        where T : class
    {
        for (var attempt = 1; ; attempt++)
        {
            var (answer, wait, reason) = await TryAsync(method, path, body, read, attempt, cancellationToken).ConfigureAwait(false);
            if (answer is not null)
            {
                return answer;
            }

            if (attempt == Attempts || wait > LongestWait)
            {
                throw GaveUp(reason, wait, attempt);
            }

            onWait?.Invoke($"Cloudflare's API: {reason.Text}; again in {Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture)} s.");
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc cref="SendAsync(HttpMethod, string, string?, CancellationToken)"/>
    public Task<ApiAnswer> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, body: null, cancellationToken);

    /// <summary>A list with all of its pages, or the answer that refuses it.</summary>
    public async Task<(IReadOnlyList<JsonElement> Items, ApiAnswer Last)> ListAsync(string path, CancellationToken cancellationToken)
    {
        List<JsonElement> items = [];
        for (var page = 1; ; page++)
        {
            var answer = await GetAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}page={page}&per_page={PerPage}"
                    ),
                    cancellationToken
                )
                .ConfigureAwait(false);
            if (!answer.IsDone || answer.Result.ValueKind != JsonValueKind.Array)
            {
                return (items, answer);
            }

            items.AddRange(answer.Result.EnumerateArray());
            if (page >= Math.Min(answer.TotalPages, MostPages) || answer.Result.GetArrayLength() == 0)
            {
                return (items, answer);
            }
        }
    }

    private async Task<(T? Answer, TimeSpan Wait, Trouble Reason)> TryAsync<T>(
        HttpMethod method,
        string path,
        string? body,
        Func<HttpStatusCode, JsonElement, T> read,
        int attempt,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var pause = TimeSpan.FromSeconds(Math.Pow(2, attempt - 1));
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Reveal());
            if (body is not null)
            {
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            }

            using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
            {
                return (
                    null,
                    RetryAfter(response.Headers.RetryAfter) ?? pause,
                    new("it has had too many requests of this token (429)", DeploymentFailure.Limited)
                );
            }

            var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            return (int)response.StatusCode >= 500
                ? (null, pause, new($"it is out of order (HTTP {(int)response.StatusCode})", DeploymentFailure.Unavailable))
                : (Read(response.StatusCode, text, read), default, default!);
        }
        catch (HttpRequestException exception)
        {
            return (null, pause, new($"the connection failed ({Cause(exception)})", DeploymentFailure.Unavailable, exception));
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, pause, new($"no answer within {http.Timeout.TotalSeconds} s", DeploymentFailure.Unavailable, exception));
        }
    }

    // A captive portal and a proxy answer with pages of their own.
    private T Read<T>(HttpStatusCode status, string text, Func<HttpStatusCode, JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(token.Hide(text));
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return read(status, document.RootElement);
            }
        }
        catch (JsonException)
        {
            // Said below, together with JSON of another shape.
        }

        throw new DeploymentException(
            $"{http.BaseAddress!.Host} answered with something that is not Cloudflare's API (HTTP {(int)status}). Is a proxy or a login page in between?",
            DeploymentFailure.Unavailable
        );
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        (header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null)) is { } wait
            ? TimeSpan.FromSeconds(Math.Clamp(wait.TotalSeconds, 1, 3600))
            : null;

    private DeploymentException GaveUp(Trouble reason, TimeSpan wait, int attempts) =>
        reason.Failure == DeploymentFailure.Limited
            ? new(
                $"Cloudflare's API has had too many requests of this token or this user. Run the same command again in {Math.Ceiling(Math.Max(wait.TotalSeconds, 60) / 60).ToString(CultureInfo.InvariantCulture)} min: what was done stays done.",
                DeploymentFailure.Limited,
                reason.Inner
            )
            : new(
                $"Cloudflare's API ({http.BaseAddress!.Host}) cannot be used: {reason.Text}, {attempts} times. Is this machine online? What was done stays done; run the same command again.",
                DeploymentFailure.Unavailable,
                reason.Inner
            );

    private static string Cause(HttpRequestException exception) =>
        exception.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "its name is not found",
            HttpRequestError.ConnectionError => "nobody answers",
            HttpRequestError.SecureConnectionError => "its certificate is not trusted, or TLS failed",
            HttpRequestError.ResponseEnded => "it was cut off",
            var other => other.ToString(),
        };

    private sealed record Trouble(string Text, DeploymentFailure Failure, Exception? Inner = null);
}
