using System.Runtime.CompilerServices;

namespace NanoClaw.Agents;

/// <summary>One run, over as many calls as it takes: no event lost, none doubled.</summary>
internal sealed class CloudflareRun : IAsyncEnumerator<AgentEvent>
{
    private readonly CloudflareRunEvents _events;
    private readonly CancellationTokenSource? _linked;
    private readonly CancellationToken _cancellationToken;
    private readonly string _runId;
    private readonly bool _takenUp;

    // Made at the first step, so that the trace begins where the caller waits.
    private CloudflareCalls? _calls;
    private RunRecord? _record;

    private AgentEvent? _current;
    private long _lastEventId;
    private long _furthest;
    private bool _produced;
    private bool _done;
    private bool _over;

    /// <param name="events">The run.</param>
    /// <param name="caller">Who asked for the run may end it,</param>
    /// <param name="reader">and so may who reads it.</param>
    public CloudflareRun(CloudflareRunEvents events, CancellationToken caller, CancellationToken reader)
    {
        _events = events;
        _linked = caller.CanBeCanceled && reader.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(caller, reader) : null;
        _cancellationToken = _linked?.Token ?? (caller.CanBeCanceled ? caller : reader);
        _runId = events.RunId;
        _takenUp = events.TakenUpAfter is not null;
        _lastEventId = _furthest = events.TakenUpAfter ?? 0;
    }

    public AgentEvent Current => _current!;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> MoveNextAsync()
    {
        if (_over)
        {
            return false;
        }

        var record = _record ??= _events.Begin();
        var calls = _calls ??= new CloudflareCalls(_events, record.Activity, _cancellationToken);
        try
        {
            while (!_done)
            {
                if (!calls.IsOpen)
                {
                    await calls.OpenAsync(_takenUp || _lastEventId > 0 ? _lastEventId : null).ConfigureAwait(false);
                }

                if (calls.Whole is { } whole)
                {
                    Saw(whole.Dequeue());
                    return true;
                }

                var stream = calls.Stream!;
                var moved = false;
                try
                {
                    moved = await stream.MoveNextAsync().ConfigureAwait(false);
                }
                catch (OperationCanceledException)
                {
                    throw calls.Stopped();
                }
                catch (Exception exception) when (exception is IOException or HttpRequestException)
                {
                    // What broke it does not matter: the run is taken up again.
                }

                if (!moved)
                {
                    await calls.WaitAfterCutAsync().ConfigureAwait(false);
                    continue;
                }

                var (item, id) = (stream.Current, stream.EventId);
                if (id <= _lastEventId)
                {
                    continue;
                }

                if (id != _lastEventId + 1)
                {
                    throw AgentErrors.Protocol($"after event {_lastEventId} came event {id}");
                }

                if (item is AgentEvent.Failed failed)
                {
                    await FailOrBeginAgainAsync(calls, failed).ConfigureAwait(false);
                    continue;
                }

                if (id == 1 && (item as AgentEvent.Started)?.RunId != _runId)
                {
                    throw AgentErrors.Protocol("the first event is not the start of this run");
                }

                _lastEventId = id;
                if (id > _furthest)
                {
                    // A run that begins again and again repeats its first events, which is no progress.
                    _furthest = id;
                    calls.Progressed();
                }

                if (item is not null)
                {
                    Saw(item);
                    return true;
                }

                calls.UnknownEvent();
            }

            await calls.EndAsync().ConfigureAwait(false);
            await DisposeAsync().ConfigureAwait(false);
            return false;
        }
        catch (Exception exception)
        {
            record.Failed(exception);
            await DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends the run for its reader: after its last event, after a failure, or where it is left.</summary>
    public async ValueTask DisposeAsync()
    {
        _over = true;
        if (_calls is { } calls)
        {
            _calls = null;
            await calls.DisposeAsync().ConfigureAwait(false);
            _record!.End(calls.Attempts);
        }

        _linked?.Dispose();
    }

    /// <summary>
    /// A run that failed for a passing reason before it gave anything may begin again under its id (docs/CONTRACT.md),
    /// unless the caller only wanted to take it up; any other failure is the run's end.
    /// </summary>
    private async ValueTask FailOrBeginAgainAsync(CloudflareCalls calls, AgentEvent.Failed failed)
    {
        var exception = calls.Describe(failed.Error);
        if (_takenUp || _produced || AgentErrorRules.Of(exception.Code) is not AgentErrorRule.Wait)
        {
            throw exception;
        }

        _lastEventId = 0;
        await calls.CloseAsync().ConfigureAwait(false);
        await calls.WaitAsync(exception).ConfigureAwait(false);
    }

    private void Saw(AgentEvent item)
    {
        _produced |= item is AgentEvent.Delta or AgentEvent.Output or AgentEvent.ActionRequested;
        _done = item is AgentEvent.Done;
        _record!.Saw(item);
        _current = item;
    }
}
