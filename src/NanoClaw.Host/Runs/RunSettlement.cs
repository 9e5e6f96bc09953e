using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using NanoClaw.Agents;
using NanoClaw.Host.Decisions;
using NanoClaw.Host.Metrics;
using NanoClaw.Host.Models;
using NanoClaw.Host.Outbox;
using NanoClaw.Host.Requests;
using NanoClaw.Host.Stopping;
using NanoClaw.Host.Telemetry;
using NanoClaw.Store;

namespace NanoClaw.Host.Runs;

/// <summary>
/// Writes down how a run ended, in one step with what follows from it: what it used, which messages are asked again, and what the
/// group is told.
/// </summary>
internal sealed partial class RunSettlement(
    IStore store,
    IAgentRuntime runtime,
    RunStops stops,
    OutboxSender outbox,
    ActionExecutor actions,
    RefusedMessages refused,
    ModelChoices models,
    HostMetrics metrics,
    AnswerTimes answers,
    ContentLog content,
    TimeProvider time,
    ILogger<RunSettlement> logger
)
{
    public Task SucceedAsync(RunProgress progress, bool keepsSession) =>
        EndAsync(
            progress,
            new RunOutcome
            {
                Status = RunStatus.Succeeded,
                EndedAt = time.GetUtcNow(),
                SessionId = keepsSession && AgentContract.IsSessionId(progress.SessionId) ? progress.SessionId : null,
            }
        );

    /// <summary>
    /// The Worker is told, and the run is settled here whatever becomes of that: it is not asked for again, and its
    /// messages are not either. A Worker that could not be told ends the run at the turn's own limit.
    /// </summary>
    public async Task<RunEnd> StopAsync(RunProgress progress)
    {
        var run = progress.Run;
        try
        {
            await runtime.StopAsync(run.GroupFolder, run.RunId, CancellationToken.None);
        }
        catch (AgentException exception)
        {
            LogNotStopped(run.RunId, exception.Code);
        }

        await EndAsync(
            progress,
            new RunOutcome
            {
                Status = RunStatus.Failed,
                EndedAt = time.GetUtcNow(),
                ErrorCode = AgentErrorCodes.Stopped,
            }
        );
        await stops.ForgetAsync(run.RunId);
        LogStopped(run.RunId, run.GroupFolder);
        return new RunEnd(null, progress.HasOutput, progress.LastText ?? "Stopped.", null);
    }

    /// <summary>What could not be reached is left as it is, and followed later; whatever else failed has ended.</summary>
    public async Task<RunEnd> FailAsync(RunProgress progress, AgentException exception)
    {
        var run = progress.Run;
        var kind = RunFailures.Classify(exception, progress.HasBegun || progress.IsOnlyTakenUp, progress.IsOnlyTakenUp, progress.Request.SessionId is not null);
        LogFailed(run.RunId, run.GroupFolder, exception.Code, kind, content.ReasonOf(exception));
        metrics.RunFailed(exception.Code);
        if (exception.Code is AgentErrorCodes.ModelUnknown)
        {
            await models.NotHadAsync(progress.Request.Metadata?.Model, run.GroupFolder, CancellationToken.None);
        }

        if (kind is not FailureKind.Unreachable)
        {
            // What is refused for good goes another way, as long as there is one.
            if (
                kind is FailureKind.Refused
                && run.TaskId is null
                && !progress.HasOutput
                && !await refused.GoesOnAsync(run, progress.Request, CancellationToken.None)
            )
            {
                kind = FailureKind.RefusedAlone;
            }

            // What went to the chat already is not asked for again.
            var restore = !progress.HasOutput;
            if (kind is FailureKind.SessionLost)
            {
                await store.Sessions.RemoveAsync(run.GroupFolder);
            }

            await EndAsync(
                progress,
                new RunOutcome
                {
                    Status = RunStatus.Failed,
                    EndedAt = time.GetUtcNow(),
                    ErrorCode = exception.Code,
                    RestoreCursor = restore,
                    Texts = restore || run.TaskId is not null ? [] : await refused.TellOfCutOffAsync(run, exception.Code, CancellationToken.None),
                }
            );
        }

        return new RunEnd(kind, progress.HasOutput, progress.LastText, exception);
    }

    /// <summary>Not cancelled: a run whose end is known is written down even by a process that is stopping.</summary>
    private async Task EndAsync(RunProgress progress, RunOutcome outcome)
    {
        var run = progress.Run;
        var used = progress.Usage;
        var tools = used is null ? FrozenDictionary<string, int>.Empty : UsedTools.Of(used);
        await store.Runs.EndAsync(
            run.RunId,
            outcome with
            {
                Usage = used is null
                    ? RunUsage.None with
                    {
                        Duration = run.DurationUntil(outcome.EndedAt),
                    }
                    : ToldUsage.ForLedger(used) with
                    {
                        AnsweredBy = progress.AnsweredBy,
                        Tools = tools,
                    },
            },
            CancellationToken.None
        );
        outbox.Wake(outcome.Texts);
        foreach (var (tool, uses) in tools.Where(tool => !actions.Has(tool.Key)))
        {
            LogToolUsed(run.GroupFolder, tool, uses, run.RunId);
        }

        metrics.RunEnded(outcome.Status, run.DurationUntil(outcome.EndedAt), used);
        if (!progress.HasOutput)
        {
            answers.Forget(run.RunId);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Run {Run} of {Group} failed with {Code} ({Kind}): {Reason}", EventName = "run_failed")]
    private partial void LogFailed(string run, string group, string code, FailureKind kind, string reason);

    [LoggerMessage(LogLevel.Information, "Run {Run} of {Group} was stopped.", EventName = "run_stopped")]
    private partial void LogStopped(string run, string group);

    [LoggerMessage(
        LogLevel.Warning,
        "The Worker could not be told to stop run {Run} ({Code}): it ends by itself at the turn's limit.",
        EventName = "run_not_stopped"
    )]
    private partial void LogNotStopped(string run, string code);

    [LoggerMessage(LogLevel.Information, "{Tool} of {Group}, {Count} times (run {Run})", EventName = "tool_used")]
    private partial void LogToolUsed(string group, string tool, int count, string run);
}
