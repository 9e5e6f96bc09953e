using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace NanoClaw.Agents;

/// <summary>What is told of one run: its trace, its metrics, its log.</summary>
internal sealed class RunRecord
{
    private readonly AgentTelemetry _telemetry;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly string _runId;
    private readonly string _groupFolder;
    private readonly bool _logContent;
    private readonly long _startedAt;

    private string _outcome = RunOutcome.Cancelled;
    private bool _firstOutputSeen;

    public RunRecord(AgentTelemetry telemetry, ILogger logger, TimeProvider time, string runtime, string runId, AgentRequest request, bool logContent)
    {
        _telemetry = telemetry;
        _logger = logger;
        _time = time;
        _runId = runId;
        _groupFolder = request.GroupFolder;
        _logContent = logContent;
        _startedAt = time.GetTimestamp();
        Activity = telemetry.StartRun(runId);
        logger.RunStarts(runId, request.GroupFolder, runtime);
        if (logContent)
        {
            logger.ContentAsked(runId, request.Prompt);
        }
    }

    public Activity? Activity { get; }

    /// <summary>Waits for a step, and notes how it failed if it does.</summary>
    public ValueTask<T> NoteAsync<T>(ValueTask<T> step) => step.IsCompletedSuccessfully ? step : WaitAsync(step);

    /// <summary>Notes how a step failed, for one that has a handler of its own.</summary>
    public void Failed(Exception exception) =>
        _outcome = exception switch
        {
            AgentException known => known.Code,
            OperationCanceledException => _outcome,
            _ => RunOutcome.Fault,
        };

    public void Saw(AgentEvent item)
    {
        switch (item)
        {
            case AgentEvent.Delta:
                FirstOutput();
                break;
            case AgentEvent.Output output:
                FirstOutput();
                if (_logContent)
                {
                    _logger.ContentAnswered(_runId, output.Result);
                }

                break;
            case AgentEvent.Usage usage:
                _telemetry.Used(usage.Totals);
                break;
            case AgentEvent.Done:
                _outcome = RunOutcome.Success;
                break;
        }
    }

    public void End(int attempts)
    {
        var duration = _telemetry.TimesRuns || _logger.IsEnabled(LogLevel.Information) ? _time.GetElapsedTime(_startedAt) : default;
        _telemetry.Ended(Activity, _outcome, duration);
        _logger.RunEnded(_runId, _groupFolder, _outcome, (long)duration.TotalMilliseconds, attempts);
    }

    private async ValueTask<T> WaitAsync<T>(ValueTask<T> step)
    {
        try
        {
            return await step.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Failed(exception);
            throw;
        }
    }

    private void FirstOutput()
    {
        if (_firstOutputSeen)
        {
            return;
        }

        _firstOutputSeen = true;
        if (_telemetry.TimesFirstOutput)
        {
            _telemetry.FirstOutput(_time.GetElapsedTime(_startedAt));
        }
    }
}
