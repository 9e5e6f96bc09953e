using System.Runtime.CompilerServices;

namespace NanoClaw.Agents;

/// <summary>One run, over as many calls as it takes: no event lost, none doubled.</summary>
internal sealed class CloudflareRun
{
    private readonly CloudflareAgentRuntime _runtime;
    private readonly CloudflareCalls _calls;
    private readonly string _runId;
    private readonly long _startedAt;

    private string _outcome = RunOutcome.Cancelled;
    private long _lastEventId;
    private bool _produced;
    private bool _firstOutputSeen;

    private CloudflareRun(CloudflareAgentRuntime runtime, CloudflareCalls calls, string runId, long lastEventId)
    {
        _runtime = runtime;
        _calls = calls;
        _runId = runId;
        _lastEventId = lastEventId;
        _startedAt = runtime.Time.GetTimestamp();

        // What came before the caller's last event is not known here: then the run counts as one that gave something.
        _produced = lastEventId > 0;
    }

    public static async IAsyncEnumerable<AgentEvent> EventsAsync(
        CloudflareAgentRuntime runtime,
        AgentRequest request,
        byte[] body,
        string runId,
        long lastEventId,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (telemetry, logger) = (runtime.Telemetry, runtime.Logger);
        var activity = telemetry.StartRun(runId);
        logger.RunStarts(runId, request.GroupFolder, CloudflareAgentRuntime.Name);
        if (runtime.Settings.LogContent)
        {
            logger.ContentAsked(runId, request.Prompt);
        }

        var calls = new CloudflareCalls(runtime, runId, body, activity, cancellationToken);
        var run = new CloudflareRun(runtime, calls, runId, lastEventId);
        try
        {
            while (await run.StepAsync().ConfigureAwait(false) is { } item)
            {
                calls.Deadline.Pause();
                yield return item;
                calls.Deadline.Resume();
            }
        }
        finally
        {
            await calls.DisposeAsync().ConfigureAwait(false);
            var duration = runtime.Time.GetElapsedTime(run._startedAt);
            telemetry.Ended(activity, run._outcome, duration);
            logger.RunEnded(runId, request.GroupFolder, run._outcome, (long)duration.TotalMilliseconds, calls.Attempts);
        }
    }

    /// <summary>The next event, or null after the last. Every failure passes here, and is noted.</summary>
    private async ValueTask<AgentEvent?> StepAsync()
    {
        try
        {
            return _outcome == RunOutcome.Success ? null : await NextAsync().ConfigureAwait(false);
        }
        catch (AgentException exception)
        {
            _outcome = exception.Code;
            throw;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _outcome = RunOutcome.Fault;
            throw;
        }
    }

    private async ValueTask<AgentEvent> NextAsync()
    {
        while (true)
        {
            if (!_calls.IsOpen)
            {
                await _calls.OpenAsync(_lastEventId).ConfigureAwait(false);
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
            _calls.Progressed();
            if (item is not null)
            {
                return Seen(item);
            }

            _runtime.Logger.UnknownEvent(_runId);
        }
    }

    /// <summary>
    /// A run that failed for a passing reason before it gave anything is forgotten by its group (docs/CONTRACT.md), so
    /// the same id may begin again; any other failure is the run's end.
    /// </summary>
    private async ValueTask FailOrBeginAgainAsync(AgentEvent.Failed failed)
    {
        var exception = _calls.Describe(failed.Error);
        if (_produced
            || exception.Code is not (AgentErrorCodes.ModelRateLimited or AgentErrorCodes.ModelOverloaded or AgentErrorCodes.ModelUnavailable))
        {
            throw exception;
        }

        _lastEventId = 0;
        await _calls.CloseAsync().ConfigureAwait(false);
        await _calls.WaitAsync(exception).ConfigureAwait(false);
    }

    private AgentEvent Seen(AgentEvent item)
    {
        switch (item)
        {
            case AgentEvent.Delta:
                FirstOutput();
                break;
            case AgentEvent.Output output:
                FirstOutput();
                if (_runtime.Settings.LogContent)
                {
                    _runtime.Logger.ContentAnswered(_runId, output.Result);
                }

                break;
            case AgentEvent.ActionRequested:
                _produced = true;
                break;
            case AgentEvent.Usage usage:
                _runtime.Telemetry.Used(usage.Totals);
                break;
            case AgentEvent.Done:
                _outcome = RunOutcome.Success;
                break;
        }

        return item;
    }

    private void FirstOutput()
    {
        _produced = true;
        if (!_firstOutputSeen)
        {
            _firstOutputSeen = true;
            _runtime.Telemetry.FirstOutput(_runtime.Time.GetElapsedTime(_startedAt));
        }
    }
}
