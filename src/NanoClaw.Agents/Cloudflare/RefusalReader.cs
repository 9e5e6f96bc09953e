using System.Globalization;
using System.Net;
using System.Text.Json;

namespace NanoClaw.Agents;

/// <summary>A refusal, and whether the same run may be sent again.</summary>
internal readonly record struct Refusal(AgentException Exception, bool MayRetry);

/// <summary>Tells what an answer other than the wanted one means: the Worker's error body, Access's login, or an edge that failed.</summary>
internal static class RefusalReader
{
    private const int MaxErrorBytes = 64 * 1024;

    public static async ValueTask<Refusal> ReadAsync(HttpResponseMessage response, WireSafety safety, TimeProvider time, CancellationToken cancellationToken)
    {
        var status = response.StatusCode;
        var retryAfter = RetryAfter(response, time);
        if (status != HttpStatusCode.OK && await ReadBodyAsync(response, cancellationToken).ConfigureAwait(false) is { } error)
        {
            var exception = AgentErrors.FromContract(error, safety, retryAfter);
            return new Refusal(exception, Passes(exception, status));
        }

        var ray = Ray(response);
        if (IsRedirect(status) || status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden || (status is HttpStatusCode.OK && IsHtml(response)))
        {
            return new Refusal(
                new AgentAccessDeniedException(
                    AgentErrorCodes.AccessDenied,
                    $"Access refused this: Cloudflare answered HTTP {(int)status} before the Worker{ray}. Set {AgentConfigurationKeys.AccessClientId} and {AgentConfigurationKeys.AccessClientSecret} to the stack's current values (nanoclaw config pull), and look for a zone rule that blocks {AgentConfigurationKeys.Endpoint}."
                ),
                MayRetry: false
            );
        }

        if (status is HttpStatusCode.TooManyRequests)
        {
            return new Refusal(
                new AgentRateLimitedException(
                    AgentErrorCodes.RateLimited,
                    $"Too many requests: Cloudflare's edge limits the rate{ray}. Try again later.",
                    retryAfter
                ),
                MayRetry: true
            );
        }

        if ((int)status >= 500)
        {
            // 52x and 530 are Cloudflare's own: the Worker or the way to it failed, and the run's id makes another attempt safe.
            return new Refusal(
                new AgentUnavailableException(
                    AgentErrorCodes.ConnectionFailed,
                    $"The endpoint answered HTTP {(int)status}, not from the Worker{ray}. Try again later, or look at the deployment: pulumi up.",
                    retryAfter
                ),
                MayRetry: true
            );
        }

        return new Refusal(
            new AgentProtocolException(
                AgentErrorCodes.Protocol,
                $"The endpoint answered HTTP {(int)status} in a form that no Worker of this contract gives{ray}. Check {AgentConfigurationKeys.Endpoint}."
            ),
            MayRetry: false
        );
    }

    public static bool HasMediaType(HttpResponseMessage response, string mediaType) =>
        IsPlainly(response, mediaType) || string.Equals(response.Content.Headers.ContentType?.MediaType, mediaType, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether the same call may do better soon; of a code of a later version its status tells. A cap opens in hours,
    /// for which no call waits.
    /// </summary>
    private static bool Passes(AgentException exception, HttpStatusCode status) =>
        AgentErrorRules.Of(exception.Code) is { } rule
            ? rule is AgentErrorRule.Wait && exception is not AgentBudgetExhaustedException
            : status is HttpStatusCode.TooManyRequests || (status is HttpStatusCode.ServiceUnavailable && exception.RetryAfter is not null);

    private static bool IsRedirect(HttpStatusCode status) => (int)status is >= 300 and < 400;

    /// <summary>The type without a parameter, as the Worker writes it: nothing has to be parsed for that.</summary>
    private static bool IsPlainly(HttpResponseMessage response, string mediaType) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values)
        && values.Count == 1
        && string.Equals(values.ToString(), mediaType, StringComparison.Ordinal);

    private static bool IsHtml(HttpResponseMessage response) => HasMediaType(response, "text/html");

    private static async ValueTask<WireErrorBody?> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!HasMediaType(response, "application/json") || response.Content.Headers.ContentLength > MaxErrorBytes)
        {
            return null;
        }

        var body = new byte[MaxErrorBytes];
        int length;
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(body.AsSpan(0, length), WireJson.Context.WireError)?.Error;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => AgentErrors.Seconds(delta.TotalSeconds),
            { Date: { } date } => AgentErrors.Seconds((date - time.GetUtcNow()).TotalSeconds),
            _ => null,
        };

    /// <summary>Cloudflare's id of the request, by which its logs find it.</summary>
    private static string Ray(HttpResponseMessage response) =>
        response.Headers.TryGetValues("cf-ray", out var values)
        && values.FirstOrDefault() is { Length: > 0 and <= 40 } ray
        && ray.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? string.Create(CultureInfo.InvariantCulture, $" (cf-ray {ray})")
            : "";
}
