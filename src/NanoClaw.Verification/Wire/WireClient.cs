using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace NanoClaw.Verification.Wire;

/// <summary>Sends bytes to a deployment and takes what comes back, in bounds.</summary>
internal sealed class WireClient : IDisposable
{
    public const string UserAgent = "NanoClaw.Verification";

    private const int MaxBytes = 512 * 1024;

    /// <summary>How long one request may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>How long a run of the agent may take.</summary>
    private static readonly TimeSpan LongPatience = TimeSpan.FromMinutes(3);

    /// <summary>How long a second answer is waited for, where one would be a fault.</summary>
    private static readonly TimeSpan Afterwards = TimeSpan.FromMilliseconds(750);

    private readonly VerificationTarget _target;
    private readonly Dialler _dialler;
    private readonly Http2Sender _http2;

    public WireClient(VerificationTarget target)
    {
        _target = target;
        _dialler = new Dialler(target);
        _http2 = new Http2Sender(target, _dialler);
    }

    public Dialler Dialler => _dialler;

    public Task<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken)
    {
        DemandNoSecret(request.Route, request.ToBytes());
        return request.OverHttp2
            ? BoundedAsync(token => _http2.SendAsync(request, token), cancellationToken)
            : SendAsync(request.ToBytes(), request.Route, isOnlyOne: true, request.Method == "HEAD", cancellationToken);
    }

    /// <summary>Sends a request over this version of HTTP, by a client as any program has it.</summary>
    public Task<WireOutcome> CallAsync(WireRequest request, Version version, CancellationToken cancellationToken) =>
        BoundedAsync(token => _http2.SendAsync(request, version, token), cancellationToken, LongPatience);

    /// <summary>Sends bytes as they are and takes every answer that comes to them.</summary>
    public Task<WireOutcome> SendBytesAsync(byte[] bytes, CancellationToken cancellationToken) =>
        SendAsync(bytes, WireRoute.Proven, isOnlyOne: false, toHead: false, cancellationToken);

    public void Dispose() => _http2.Dispose();

    private Task<WireOutcome> SendAsync(byte[] bytes, WireRoute route, bool isOnlyOne, bool toHead, CancellationToken cancellationToken) =>
        BoundedAsync(
            async token =>
            {
                var stream = await _dialler.ConnectAsync(route, token);
                await using (stream.ConfigureAwait(false))
                {
                    var writing = WriteAsync(stream, bytes, token);
                    var answers = await ReadAsync(stream, isOnlyOne, toHead, token);
                    return answers.Count > 0
                        ? WireOutcome.Of(answers)
                        : WireOutcome.Without(
                            WireEnd.Closed,
                            await writing ? "the connection was closed without an answer" : "the connection was closed while the request was sent"
                        );
                }
            },
            cancellationToken
        );

    // A server may refuse before it has read all: what it says then counts.
    private static async Task<bool> WriteAsync(Stream stream, byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(bytes, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<IReadOnlyList<WireAnswer>> ReadAsync(Stream stream, bool isOnlyOne, bool toHead, CancellationToken cancellationToken)
    {
        var bytes = new byte[MaxBytes];
        var length = 0;
        IReadOnlyList<WireAnswer> answers = [];
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        while (length < bytes.Length)
        {
            int read;
            try
            {
                read = await stream.ReadAsync(bytes.AsMemory(length), patience.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return answers;
            }
            catch (IOException)
            {
                read = 0;
            }

            length += read;
            answers = AnswerParser.Parse(bytes.AsSpan(0, length), read == 0, toHead);
            if (read == 0 || (isOnlyOne && answers.Count > 0))
            {
                return answers;
            }

            if (answers.Count > 0)
            {
                patience.CancelAfter(Afterwards);
            }
        }

        return answers;
    }

    private static async Task<WireOutcome> BoundedAsync(
        Func<CancellationToken, Task<WireOutcome>> send,
        CancellationToken cancellationToken,
        TimeSpan? longest = null
    )
    {
        var bound = longest ?? Patience;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(bound);
        try
        {
            return await send(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return WireOutcome.Without(WireEnd.Failed, $"no answer in {bound.TotalSeconds:0} s");
        }
        catch (Exception exception) when (exception is SocketException or IOException or AuthenticationException or HttpRequestException)
        {
            return WireFailure.Describe(exception);
        }
    }

    // A slip in a table of attempts must not carry a secret to whoever listens elsewhere.
    private void DemandNoSecret(WireRoute route, byte[] bytes)
    {
        if (
            !route.ProvesItself
            && Encoding.Latin1.GetString(bytes) is var text
            && _target.Secrets.Any(secret => text.Contains(secret, StringComparison.Ordinal))
        )
        {
            throw new InvalidOperationException("An attempt would carry a secret over a connection that proves nothing of its other end.");
        }
    }
}
