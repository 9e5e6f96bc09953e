using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NanoClaw.Agents;

/// <summary>The notes that a group's agent keeps at the Worker: read and forgotten from here, written by the agent alone.</summary>
public sealed class AgentMemory
{
    /// <summary>Far more than the notes that a group may have are in JSON, escapes included.</summary>
    private const long MaxBytes = 8 * 1024 * 1024;

    private const int MaxKey = 128;

    private readonly CloudflareAgentRuntime _runtime;

    internal AgentMemory(CloudflareAgentRuntime runtime) => _runtime = runtime;

    /// <summary>All notes of a group, the newest first.</summary>
    /// <param name="groupFolder">The group's folder.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="AgentException">They could not be had; the message tells the next step.</exception>
    public async Task<IReadOnlyList<AgentNote>> ListAsync(string groupFolder, CancellationToken cancellationToken = default) =>
        (
            await CallAsync(HttpMethod.Get, QueryOf(_runtime.MemoryUri, groupFolder, key: null), runId: null, WireJson.Context.WireNotes, cancellationToken)
                .ConfigureAwait(false)
        ).Notes;

    /// <summary>Has one note forgotten.</summary>
    /// <param name="groupFolder">The group's folder.</param>
    /// <param name="key">The note's key.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Whether there was such a note.</returns>
    /// <exception cref="AgentException">It could not be done; the message tells the next step. Trying again is safe.</exception>
    public async Task<bool> ForgetAsync(string groupFolder, string key, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return key.Length <= MaxKey && await ForgetManyAsync(groupFolder, key, cancellationToken).ConfigureAwait(false) > 0;
    }

    /// <summary>Has all notes of a group forgotten.</summary>
    /// <param name="groupFolder">The group's folder.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="AgentException">It could not be done; the message tells the next step. Trying again is safe.</exception>
    public Task<int> ForgetAllAsync(string groupFolder, CancellationToken cancellationToken = default) =>
        ForgetManyAsync(groupFolder, key: null, cancellationToken);

    /// <summary>Has the run end that the group works at or is to work at; the same call as that of notes, with a run's key.</summary>
    internal async Task<bool> StopAsync(string groupFolder, string runId, CancellationToken cancellationToken)
    {
        AgentRequestRules.Check(new AgentRunOptions { RunId = runId });
        var uri = QueryOf(_runtime.RunUri, groupFolder, key: null);
        return (await CallAsync(HttpMethod.Delete, uri, runId, WireJson.Context.WireStopped, cancellationToken).ConfigureAwait(false)).Stopped;
    }

    private async Task<int> ForgetManyAsync(string groupFolder, string? key, CancellationToken cancellationToken) =>
        (
            await CallAsync(HttpMethod.Delete, QueryOf(_runtime.MemoryUri, groupFolder, key), runId: null, WireJson.Context.WireForgotten, cancellationToken)
                .ConfigureAwait(false)
        ).Forgotten;

    private static Uri QueryOf(Uri address, string groupFolder, string? key)
    {
        if (!AgentContract.IsGroupFolder(groupFolder))
        {
            throw new ArgumentException("It must be 1 to 64 letters, digits, _ and -, the first a letter or digit, and not global.", nameof(groupFolder));
        }

        return new Uri(address, $"?groupFolder={groupFolder}" + (key is null ? "" : $"&key={Uri.EscapeDataString(key)}"));
    }

    private async Task<T> CallAsync<T>(HttpMethod method, Uri uri, string? runId, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_runtime.Settings.RequestTimeout, _runtime.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var credentials = await _runtime.ReadCredentialsAsync(reread: false, either.Token).ConfigureAwait(false);
            try
            {
                return await CallAsync(method, uri, runId, credentials, type, either.Token).ConfigureAwait(false);
            }
            catch (AgentException exception) when (exception is AgentUnauthorizedException or AgentAccessDeniedException)
            {
                var fresh = await _runtime.ReadCredentialsAsync(reread: true, either.Token).ConfigureAwait(false);
                if (fresh == credentials)
                {
                    throw;
                }

                return await CallAsync(method, uri, runId, fresh, type, either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AgentTimeoutException(
                AgentErrorCodes.Timeout,
                $"The endpoint did not answer within {_runtime.Settings.RequestTimeout.TotalSeconds:0} s. Try again; if it happens often, raise {AgentConfigurationKeys.RequestTimeout}."
            );
        }
    }

    private async Task<T> CallAsync<T>(
        HttpMethod method,
        Uri uri,
        string? runId,
        AgentCredentials credentials,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(method, uri) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        credentials.AddTo(request.Headers);
        request.Headers.TryAddWithoutValidation("User-Agent", AgentTransport.UserAgent);
        if (runId is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", runId);
        }

        try
        {
            using var response = await _runtime.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode is not HttpStatusCode.OK || !RefusalReader.HasMediaType(response, "application/json"))
            {
                throw (await RefusalReader.ReadAsync(response, credentials.Safety(), _runtime.Time, cancellationToken).ConfigureAwait(false)).Exception;
            }

            var body = await ReadBoundedAsync(response.Content, cancellationToken).ConfigureAwait(false);
            return JsonSerializer.Deserialize(body.Span, type) ?? throw Broken();
        }
        catch (JsonException)
        {
            throw Broken();
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw ConnectionFailure.Describe(exception, uri).Exception;
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBoundedAsync(HttpContent content, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var piece = new byte[64 * 1024];
            for (int read; (read = await stream.ReadAsync(piece, cancellationToken).ConfigureAwait(false)) > 0; )
            {
                body.Write(piece, 0, read);
                if (body.Length > MaxBytes)
                {
                    throw new AgentProtocolException(
                        AgentErrorCodes.ResponseTooLarge,
                        $"The answer is larger than {MaxBytes} bytes, which no group's notes are. Check {AgentConfigurationKeys.Endpoint}."
                    );
                }
            }
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static AgentProtocolException Broken() => AgentErrors.Protocol("the answer is not the JSON that the contract describes");
}
