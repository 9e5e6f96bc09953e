using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace NanoClaw.Agents;

/// <summary>What the Worker gives and takes for backups, by a token of its own.</summary>
public sealed class AgentBackup
{
    /// <summary>A listing has a thousand names at most.</summary>
    private const long MaxListBytes = 1024 * 1024;

    /// <summary>The Worker takes no longer piece.</summary>
    private const int MaxPieceBytes = 1024 * 1024;

    /// <summary>The rate limits count by the minute or less.</summary>
    private const int MaxTries = 12;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(10);

    /// <summary>The code of a piece that is not there.</summary>
    public const string PieceUnknown = "piece_unknown";

    /// <summary>The code of a stack without a bucket.</summary>
    public const string NoBucket = "no_bucket";

    /// <summary>The code of an import that would put older things in the place of newer ones.</summary>
    public const string Older = "backup_older";

    private readonly CloudflareAgentRuntime _runtime;

    internal AgentBackup(CloudflareAgentRuntime runtime) => _runtime = runtime;

    /// <summary>Whether this process has a token for it.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<bool> IsConfiguredAsync(CancellationToken cancellationToken = default) =>
        (await _runtime.ReadCredentialsAsync(reread: true, cancellationToken).ConfigureAwait(false)).BackupToken is not null;

    /// <summary>A group's sessions and notes as lines of JSON; the same bytes as long as nothing changes.</summary>
    /// <param name="groupFolder">The group's folder.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>To be disposed of.</returns>
    /// <exception cref="AgentException">They could not be had.</exception>
    public async Task<Stream> ExportAsync(string groupFolder, CancellationToken cancellationToken = default)
    {
        var response = await SendAsync(HttpMethod.Get, $"state?groupFolder={Folder(groupFolder)}", content: null, HttpStatusCode.OK, cancellationToken)
            .ConfigureAwait(false);
        return await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts a group's in the place of what it has, all of it or nothing.</summary>
    /// <param name="groupFolder">The group's folder.</param>
    /// <param name="content">What <see cref="ExportAsync"/> gave; it has to be one that can be read again.</param>
    /// <param name="force">Also where what it has is newer.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="AgentException">It could not be done, or what it has is newer (<see cref="Older"/>); nothing has changed.</exception>
    public async Task ImportAsync(string groupFolder, Stream content, bool force, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        (
            await SendAsync(
                    HttpMethod.Put,
                    $"state?groupFolder={Folder(groupFolder)}" + (force ? "&force=true" : ""),
                    () =>
                    {
                        content.Position = 0;
                        return new StreamContent(new Unclosed(content)) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } };
                    },
                    HttpStatusCode.NoContent,
                    cancellationToken
                )
                .ConfigureAwait(false)
        ).Dispose();
    }

    /// <summary>Keeps a piece in the stack's bucket.</summary>
    /// <param name="name">Lower-case letters, digits and hyphens.</param>
    /// <param name="content">At most 1 MiB.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="AgentException">It could not be kept.</exception>
    public async Task PutPieceAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        (
            await SendAsync(
                    HttpMethod.Put,
                    $"pieces/{name}",
                    () => new ReadOnlyMemoryContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } },
                    HttpStatusCode.NoContent,
                    cancellationToken
                )
                .ConfigureAwait(false)
        ).Dispose();

    /// <summary>A piece of the stack's bucket; null where there is none of this name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="AgentException">It could not be had.</exception>
    public async Task<byte[]?> FindPieceAsync(string name, CancellationToken cancellationToken = default)
    {
        try
        {
            using var response = await SendAsync(HttpMethod.Get, $"pieces/{name}", content: null, HttpStatusCode.OK, cancellationToken).ConfigureAwait(false);
            return await ReadAsync(response, MaxPieceBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (AgentException exception) when (exception.Code == PieceUnknown)
        {
            return null;
        }
    }

    /// <summary>The names of the pieces that begin so, a part of them at a time.</summary>
    /// <param name="prefix">How they begin.</param>
    /// <param name="cursor">Where the part before ended; null: from the beginning.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="AgentException">They could not be had.</exception>
    public async Task<AgentPieces> ListPiecesAsync(string prefix, string? cursor, CancellationToken cancellationToken = default)
    {
        var query = $"pieces/?prefix={Uri.EscapeDataString(prefix)}" + (cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}");
        using var response = await SendAsync(HttpMethod.Get, query, content: null, HttpStatusCode.OK, cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(await ReadAsync(response, MaxListBytes, cancellationToken).ConfigureAwait(false), WireJson.Context.AgentPieces)
                ?? throw AgentErrors.Protocol("the answer is not the JSON that the contract describes");
        }
        catch (JsonException)
        {
            throw AgentErrors.Protocol("the answer is not the JSON that the contract describes");
        }
    }

    /// <summary>Removes a piece, or does nothing where it is gone.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="AgentException">It could not be removed.</exception>
    public async Task DeletePieceAsync(string name, CancellationToken cancellationToken = default) =>
        (await SendAsync(HttpMethod.Delete, $"pieces/{name}", content: null, HttpStatusCode.NoContent, cancellationToken).ConfigureAwait(false)).Dispose();

    private static string Folder(string groupFolder) =>
        AgentContract.IsGroupFolder(groupFolder)
            ? groupFolder
            : throw new ArgumentException("It must be 1 to 64 letters, digits, _ and -, the first a letter or digit, and not global.", nameof(groupFolder));

    /// <summary>Every call may be made again; one that is too fast or too early is, once it may.</summary>
    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        Func<HttpContent>? content,
        HttpStatusCode wanted,
        CancellationToken cancellationToken
    )
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await SendOnceAsync(method, path, content, wanted, cancellationToken).ConfigureAwait(false);
            }
            catch (AgentException exception)
                when (tries < MaxTries && exception is AgentRateLimitedException or AgentUnavailableException { RetryAfter: not null })
            {
                var wait = exception.RetryAfter is { } said && said < LongestWait ? said : LongestWait;
                await Task.Delay(wait, _runtime.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(
        HttpMethod method,
        string path,
        Func<HttpContent>? content,
        HttpStatusCode wanted,
        CancellationToken cancellationToken
    )
    {
        var credentials = await _runtime.ReadCredentialsAsync(reread: false, cancellationToken).ConfigureAwait(false);
        credentials = credentials with
        {
            Token =
                credentials.BackupToken
                ?? throw new AgentUnauthorizedException(
                    AgentErrorCodes.CredentialsInvalid,
                    $"{AgentConfigurationKeys.BackupToken} is missing. Set it to the stack's output backupToken: nanoclaw config pull."
                ),
        };
        var uri = new Uri(_runtime.Settings.Endpoint!, $"/v1/agent/backup/{path}");
        using var request = new HttpRequestMessage(method, uri)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = content?.Invoke(),
        };
        credentials.AddTo(request.Headers);
        request.Headers.TryAddWithoutValidation("User-Agent", AgentTransport.UserAgent);
        using var timeout = new CancellationTokenSource(LongestCall, _runtime.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var response = await _runtime.SendAsync(request, either.Token).ConfigureAwait(false);
            if (response.StatusCode == wanted)
            {
                return response;
            }

            using (response)
            {
                throw (await RefusalReader.ReadAsync(response, credentials.Safety(), _runtime.Time, either.Token).ConfigureAwait(false)).Exception;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AgentTimeoutException(AgentErrorCodes.Timeout, $"The endpoint did not answer within {LongestCall.TotalMinutes:0} minutes. Try again.");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw ConnectionFailure.Describe(exception, uri).Exception;
        }
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, long most, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var piece = new byte[64 * 1024];
            for (int read; (read = await stream.ReadAsync(piece, cancellationToken).ConfigureAwait(false)) > 0; )
            {
                body.Write(piece, 0, read);
                if (body.Length > most)
                {
                    throw new AgentProtocolException(
                        AgentErrorCodes.ResponseTooLarge,
                        $"The answer is larger than {most} bytes, which none of this contract is. Check {AgentConfigurationKeys.Endpoint}."
                    );
                }
            }
        }

        return body.ToArray();
    }

    /// <summary>A content that is sent again must not close what it reads.</summary>
    private sealed class Unclosed(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => inner.Position = value;
        }

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.ReadAsync(buffer, cancellationToken);

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
