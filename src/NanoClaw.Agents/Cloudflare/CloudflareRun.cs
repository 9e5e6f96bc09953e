using System.Runtime.CompilerServices;

namespace NanoClaw.Agents;

/// <summary>One run, over as many calls as it takes: no event lost, none doubled.</summary>
internal sealed class CloudflareRun
{
    private readonly CloudflareCalls _calls;
    private readonly RunRecord _record;
    private readonly string _runId;
    private readonly bool _takenUp;

    private long _lastEventId;
    private long _furthest;
    private bool _produced;
    private bool _done;

    private CloudflareRun(CloudflareCalls calls, RunRecord record, string runId, long? takenUpAfter)
    {
        _calls = calls;
        _record = record;
        _runId = runId;
        _takenUp = takenUpAfter is not null;
        _lastEventId = _furthest = takenUpAfter ?? 0;
    }

    public static async IAsyncEnumerable<AgentEvent> EventsAsync(
        CloudflareAgentRuntime runtime,
        AgentRequest request,
        byte[] body,
        string runId,
        long? takenUpAfter,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var record = new RunRecord(runtime.Telemetry, runtime.Logger, runtime.Time, CloudflareAgentRuntime.Name, runId, request, runtime.Settings.LogContent);
        var calls = new CloudflareCalls(runtime, runId, body, record.Activity, cancellationToken);
        var run = new CloudflareRun(calls, record, runId, takenUpAfter);
        try
        {
            while (await run.NextAsync().ConfigureAwait(false) is { } item)
            {
                record.Saw(item);
                yield return item;
            }
        }
        finally
        {
            await calls.DisposeAsync().ConfigureAwait(false);
            record.End(calls.Attempts);
        }
    }

    /// <summary>The next event, or null after the last.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AgentEvent?> NextAsync()
    {
        try
        {
            while (!_done)
            {
                if (!_calls.IsOpen)
                {
                    await _calls.OpenAsync(_takenUp || _lastEventId > 0 ? _lastEventId : null).ConfigureAwait(false);
                }

                if (_calls.Whole is { } whole)
                {
                    return Seen(whole.Dequeue());
                }

                if (!await _calls.MoveNextAsync().ConfigureAwait(false))
                {
                    await _calls.WaitAfterCutAsync().ConfigureAwait(false);
                    continue;
                }

                var stream = _calls.Stream!;
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
                    await FailOrBeginAgainAsync(failed).ConfigureAwait(false);
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
                    _calls.Progressed();
                }

                if (item is not null)
                {
                    return Seen(item);
                }

                _calls.UnknownEvent();
            }

            await _calls.EndAsync().ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            _record.Failed(exception);
            throw;
        }
    }

    /// <summary>
    /// A run that failed for a passing reason before it gave anything may begin again under its id (docs/CONTRACT.md),
    /// unless the caller only wanted to take it up; any other failure is the run's end.
    /// </summary>
    private async ValueTask FailOrBeginAgainAsync(AgentEvent.Failed failed)
    {
        var exception = _calls.Describe(failed.Error);
        if (_takenUp || _produced || AgentErrorRules.Of(exception.Code) is not AgentErrorRule.Wait)
        {
            throw exception;
        }

        _lastEventId = 0;
        await _calls.CloseAsync().ConfigureAwait(false);
        await _calls.WaitAsync(exception).ConfigureAwait(false);
    }

    private AgentEvent Seen(AgentEvent item)
    {
        _produced |= item is AgentEvent.Delta or AgentEvent.Output or AgentEvent.ActionRequested;
        _done = item is AgentEvent.Done;
        return item;
    }
}
