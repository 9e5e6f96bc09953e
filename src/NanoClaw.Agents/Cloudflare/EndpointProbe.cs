using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;

namespace NanoClaw.Agents;

/// <summary>Finds out whether an endpoint is there and takes the credentials, without a run: nothing is counted or billed as one.</summary>
public sealed class EndpointProbe : IDisposable
{
    private const int MaxHealthBytes = 16 * 1024;

    private readonly Uri _endpoint;
    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _time;

    /// <param name="options">The endpoint, and whom to trust.</param>
    /// <param name="time">The clock, or null for the system's.</param>
    /// <exception cref="OptionsValidationException">The options are not valid; all mistakes are named.</exception>
    public EndpointProbe(CloudflareAgentOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var mistakes = CloudflareOptionsRules.Mistakes(options).ToList();
        if (mistakes.Count > 0)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(CloudflareAgentOptions), mistakes);
        }

        _endpoint = options.Endpoint!;
        _http = AgentTransport.Create(options);
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Asks the Worker how it is.</summary>
    /// <param name="credentials">For Access, which stands before <c>/healthz</c> too; the token is not sent.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="AgentException">It cannot be reached, something before it refuses, or what answers is no Worker of this contract.</exception>
    public async Task<EndpointHealth> ReadHealthAsync(AgentCredentials credentials, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_endpoint, "/healthz"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.TryAddWithoutValidation("User-Agent", AgentTransport.UserAgent);
        if (credentials is { AccessClientId: { } accessId, AccessClientSecret: { } accessSecret })
        {
            request.Headers.TryAddWithoutValidation("CF-Access-Client-Id", accessId);
            request.Headers.TryAddWithoutValidation("CF-Access-Client-Secret", accessSecret);
        }

        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode is HttpStatusCode.OK && RefusalReader.HasMediaType(response, "application/json"))
        {
            return await ReadAsync(response, cancellationToken).ConfigureAwait(false);
        }

        throw (await RefusalReader.ReadAsync(response, credentials.Safety(), _time, cancellationToken).ConfigureAwait(false)).Exception;
    }

    /// <summary>
    /// Sends a run without anything to run. The Worker looks at the credentials before it looks at the request, so that
    /// a refusal of the request proves that they are good.
    /// </summary>
    /// <param name="credentials">What to try.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="AgentException">They were refused, or it could not be found out.</exception>
    public async Task CheckCredentialsAsync(AgentCredentials credentials, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        var mistakes = credentials.Mistakes(_endpoint);
        if (mistakes.Count > 0)
        {
            throw new AgentUnauthorizedException(AgentErrorCodes.CredentialsInvalid, string.Join(" ", mistakes));
        }

        using var request = new RunRequestFactory(new Uri(_endpoint, "/v1/agent/run"), RunIds.New(_time), "{}"u8.ToArray(), streaming: false).Create(
            credentials,
            lastEventId: null
        );
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        var refusal = await RefusalReader.ReadAsync(response, credentials.Safety(), _time, cancellationToken).ConfigureAwait(false);
        if (refusal.Exception.Code != AgentErrorCodes.InvalidRequest)
        {
            throw refusal.Exception;
        }
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw ConnectionFailure.Describe(exception, _endpoint).Exception;
        }
    }

    private async Task<EndpointHealth> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                var body = new byte[MaxHealthBytes];
                var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                if (
                    JsonSerializer.Deserialize(body.AsSpan(0, length), HealthJson.Default.WireHealth) is
                    { Environment: { } environment, Access: { } access, Version: { } version }
                )
                {
                    var safety = new WireSafety([]);
                    return new EndpointHealth(safety.Text(environment), safety.Text(access), safety.Text(version), response.Headers.Date);
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or IOException or HttpRequestException)
        {
            // Said below: of what came nothing is quoted.
        }

        throw new AgentProtocolException(
            AgentErrorCodes.Protocol,
            $"{_endpoint.Authority} answers /healthz, but not as the Worker of this contract does. Check {AgentConfigurationKeys.Endpoint}."
        );
    }
}

internal sealed record WireHealth(string? Environment, string? Access, string? Version);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WireHealth))]
internal sealed partial class HealthJson : JsonSerializerContext;
