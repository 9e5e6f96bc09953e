using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace NanoClaw.Agents;

/// <summary>The calls of one run: each attempt, what is waited between them, and the deadline over all.</summary>
internal sealed class CloudflareCalls : IAsyncDisposable
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(1);

    private readonly CloudflareAgentRuntime _runtime;
    private readonly RunRequestFactory _requests;
    private readonly string _runId;
    private readonly Activity? _activity;
    private readonly CancellationToken _cancellationToken;
    private readonly ResponseBudget _budget;
    private readonly RetrySchedule _retries;

    private AgentCredentials _credentials = new();
    private bool _reread;

    public CloudflareCalls(CloudflareRunEvents run, Activity? activity, CancellationToken cancellationToken)
    {
        var runtime = run.Runtime;
        var settings = runtime.Settings;
        _runtime = runtime;
        _requests = new RunRequestFactory(runtime.RunUri, run.RunId, run.Body, settings.Streaming);
        _runId = run.RunId;
        _activity = activity;
        _cancellationToken = cancellationToken;
        _budget = new ResponseBudget(settings.MaxResponseBytes, settings.MaxEventBytes);
        _retries = new RetrySchedule(settings.MaxRetries, settings.MaxRetryDelay, runtime.Jitter);
        Deadline = new ActivityDeadline(runtime.Watch, settings.RequestTimeout, settings.TotalTimeout, runtime.Time, cancellationToken);
    }

    public ActivityDeadline Deadline { get; }

    public int Attempts { get; private set; }

    /// <summary>The open stream, if the answer is one.</summary>
    public StreamedAnswer? Stream { get; private set; }

    /// <summary>What is left of an answer that came whole, if it did.</summary>
    public Queue<AgentEvent>? Whole { get; private set; }

    public bool IsOpen => Stream is not null || Whole is not null;

    public void Progressed() => _retries.Progressed();

    public void UnknownEvent() => _runtime.Logger.UnknownEvent(_runId);

    public AgentException Describe(WireErrorBody error) => AgentErrors.FromContract(error, Safety());

    /// <summary>Sends until an answer is open.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask OpenAsync(long? lastEventId)
    {
        if (lastEventId is { } last)
        {
            _runtime.Logger.Resuming(_runId, last);
            if (Attempts > 0)
            {
                _runtime.Telemetry.Resumed();
            }
        }

        var credentials = await ReadCredentialsAsync(reread: false).ConfigureAwait(false);
        while (await AttemptAsync(credentials, lastEventId).ConfigureAwait(false) is { } refusal)
        {
            var failure = refusal.Exception;
            if (failure is AgentUnauthorizedException or AgentAccessDeniedException && !_reread)
            {
                _reread = true;
                var fresh = await ReadCredentialsAsync(reread: true).ConfigureAwait(false);
                if (fresh != credentials)
                {
                    _runtime.Logger.CredentialsReread(_runId, failure.Code);
                    credentials = fresh;
                    continue;
                }
            }

            if (!refusal.MayRetry)
            {
                throw failure;
            }

            await WaitAsync(failure).ConfigureAwait(false);
            credentials = await ReadCredentialsAsync(reread: false).ConfigureAwait(false);
        }

        _reread = false;
    }

    /// <summary>The stream was cut: closes it, and waits for the next attempt.</summary>
    public async ValueTask WaitAfterCutAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        await WaitAsync(
                new AgentUnavailableException(
                    AgentErrorCodes.ConnectionFailed,
                    $"The connection to {_runtime.RunUri.Authority} keeps breaking. Take the run up again with the same RunId, or look at the network."
                )
            )
            .ConfigureAwait(false);
    }

    /// <summary>Waits for the next attempt, or throws what has failed where there is to be none.</summary>
    public async ValueTask WaitAsync(AgentException failure)
    {
        if (_retries.Next(failure.RetryAfter, Deadline.Remaining) is not { } delay)
        {
            throw failure;
        }

        _runtime.Telemetry.Retried(failure.Code);
        _runtime.Logger.Retrying(_runId, failure.Code, Attempts + 1, (long)delay.TotalMilliseconds);
        await Task.Delay(delay, _runtime.Time, _cancellationToken).ConfigureAwait(false);
    }

    /// <summary>After the last event: lets the server end its answer, which it does at once, instead of breaking it off.</summary>
    public ValueTask EndAsync()
    {
        Deadline.Shorten(EndPatience);
        return Stream?.EndAsync() ?? default;
    }

    public ValueTask CloseAsync()
    {
        var stream = Stream;
        Stream = null;
        return stream?.DisposeAsync() ?? default;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        Deadline.Dispose();
    }

    /// <summary>One call: null where it opened an answer.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Refusal?> AttemptAsync(AgentCredentials credentials, long? lastEventId)
    {
        Attempts++;
        using var call = AgentTelemetry.StartCall(_activity, _runtime.RunUri, Attempts);
        _credentials = credentials;
        Deadline.Listen();
        HttpResponseMessage? response = null;
        try
        {
            using var request = _requests.Create(credentials, lastEventId);
            response = await _runtime.SendAsync(request, Deadline.Token).ConfigureAwait(false);
            call?.SetTag("http.response.status_code", (int)response.StatusCode);
            if (response.StatusCode != HttpStatusCode.OK || !RefusalReader.HasMediaType(response, _requests.MediaType))
            {
                Deadline.Touch();
                return await RefusalReader.ReadAsync(response, Safety(), _runtime.Time, Deadline.Token).ConfigureAwait(false);
            }

            var body = await response.Content.ReadAsStreamAsync(Deadline.Token).ConfigureAwait(false);
            var bounded = new BoundedResponseStream(body, _budget, Deadline);
            if (_runtime.Settings.Streaming)
            {
                Stream = new StreamedAnswer(response, bounded, _budget);
                response = null;
            }
            else
            {
                Whole = await WholeAnswer.ReadAsync(_runId, bounded, Deadline.Token).ConfigureAwait(false);
            }

            return null;
        }
        catch (OperationCanceledException)
        {
            throw Stopped();
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            // .NET lets the socket's own exception out where a new connection is gone before it was looked at.
            return ConnectionFailure.Describe(exception, _runtime.RunUri);
        }
        finally
        {
            Deadline.Rest();
            response?.Dispose();
        }
    }

    private ValueTask<AgentCredentials> ReadCredentialsAsync(bool reread) => _runtime.ReadCredentialsAsync(reread, _cancellationToken);

    private WireSafety Safety() => _credentials.Safety();

    /// <summary>What a wait that was cancelled comes to: the caller's wish, or the deadline's.</summary>
    public Exception Stopped()
    {
        if (_cancellationToken.IsCancellationRequested || !Deadline.Expired)
        {
            return new OperationCanceledException(_cancellationToken);
        }

        var settings = _runtime.Settings;
        return new AgentTimeoutException(
            AgentErrorCodes.Timeout,
            Deadline.TotalExpired
                ? $"The run took longer than {settings.TotalTimeout.TotalSeconds:0} s in all. Take it up again with the same RunId, or raise {AgentConfigurationKeys.TotalTimeout}."
                : $"Nothing came from the endpoint for {settings.RequestTimeout.TotalSeconds:0} s. Take the run up again with the same RunId; if it happens often, raise {AgentConfigurationKeys.RequestTimeout}."
        );
    }
}
