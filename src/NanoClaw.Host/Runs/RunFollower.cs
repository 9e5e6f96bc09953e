using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using NanoClaw.Agents;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Decisions;
using NanoClaw.Host.Metrics;
using NanoClaw.Host.Models;
using NanoClaw.Host.Outages;
using NanoClaw.Host.Outbox;
using NanoClaw.Host.Requests;
using NanoClaw.Host.Stopping;
using NanoClaw.Host.Telemetry;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Runs;

/// <summary>
/// Follows a run that the ledger holds to its end. Each event has its effect before it is ticked off, and every effect
/// is keyed by run and event: after a crash the run goes on at the next event, and doing one twice changes nothing.
/// </summary>
internal sealed partial class RunFollower(
    IStore store,
    IAgentRuntime runtime,
    RunStops stops,
    OutboxSender outbox,
    ActionExecutor actions,
    RefusedMessages refused,
    Strangers strangers,
    ModelChoices models,
    ChannelSet channels,
    HostMetrics metrics,
    AnswerTimes answers,
    OutageGuard outages,
    ContentLog content,
    HostOptions options,
    TimeProvider time,
    ILogger<RunFollower> logger
)
{
    /// <summary>The answer does not wait longer for a channel to show that it is being written.</summary>
    private static readonly TimeSpan TypingPatience = TimeSpan.FromSeconds(2);

    /// <summary>Texts and actions of a run: far more than a Worker that keeps its own bounds gives.</summary>
    private const int MostEffects = 500;

    /// <summary>Returns when the run has ended or cannot be followed for now; the session is kept for the group's next run if asked.</summary>
    public async Task<RunEnd> FollowAsync(AgentRun run, RegisteredGroup group, bool keepsSession, CancellationToken cancellationToken)
    {
        var request = StoredRequest.Read(run.Request!);
        var progress = new Progress(run, request) { IsOnlyTakenUp = IsOnlyTakenUp(run) };
        using var span = HostTelemetry.StartRun(run.RunId, run.TaskId is not null, run.LastEventId > 0);
        await using var partial = channels.Find(run.ChatJid) is IStreamingChannel channel
            ? new PartialText(channel, run.ChatJid, run.RunId, time, logger, cancellationToken)
            : null;
        using var stop = await stops.EnterAsync(run.RunId, cancellationToken);
        try
        {
            await SetTypingAsync(run.ChatJid, isTyping: true, stop.Token);
            var taken = new AgentRunOptions { RunId = run.RunId, LastEventId = progress.IsOnlyTakenUp ? run.LastEventId : null };
            await foreach (var item in runtime.StreamAsync(request, taken, stop.Token).WithCancellation(stop.Token))
            {
                await ApplyAsync(item, progress, partial, group, cancellationToken);
            }

            await NoteAnswerAsync(progress, group, cancellationToken);
            if (keepsSession)
            {
                await strangers.KeepAsync(run, request, progress.SessionId, cancellationToken);
            }

            await EndAsync(
                run,
                progress,
                new RunOutcome
                {
                    Status = RunStatus.Succeeded,
                    EndedAt = time.GetUtcNow(),
                    SessionId = keepsSession && AgentContract.IsSessionId(progress.SessionId) ? progress.SessionId : null,
                }
            );
            if (stop.IsOrdered)
            {
                // It was over before the order came.
                await stops.ForgetAsync(run.RunId);
            }

            span?.End("success", isFailure: false);
            return new RunEnd(null, progress.HasOutput, progress.LastText, null);
        }
        catch (Exception exception)
            when (stop.IsOrdered && !cancellationToken.IsCancellationRequested && exception is OperationCanceledException or AgentException)
        {
            span?.End(AgentErrorCodes.Stopped, isFailure: false);
            return await StopAsync(run, progress);
        }
        catch (AgentException exception)
        {
            span?.End(exception.Code, isFailure: true);
            return await FailAsync(run, progress, exception);
        }
        finally
        {
            await SetTypingAsync(run.ChatJid, isTyping: false, CancellationToken.None);
        }
    }

    private async Task ApplyAsync(AgentEvent item, Progress progress, PartialText? partial, RegisteredGroup group, CancellationToken cancellationToken)
    {
        var run = progress.Run;
        progress.HasBegun |= item is not AgentEvent.Started;
        if (item is AgentEvent.Delta or AgentEvent.Output or AgentEvent.ActionRequested)
        {
            await NoteAnswerAsync(progress, group, cancellationToken);
        }

        // A runtime that cannot resume numbers no events; then they are counted here, for the keys.
        var eventId = item.EventId > 0 ? item.EventId : progress.LastEventId + 1;
        if (item is AgentEvent.Output or AgentEvent.ActionRequested && ++progress.Effects > MostEffects)
        {
            throw new AgentProtocolException(
                AgentErrorCodes.Protocol,
                $"A run gave more than {MostEffects} texts and actions. Update the Worker: it bounds them itself."
            );
        }

        switch (item)
        {
            case AgentEvent.Started started:
                progress.SessionId = started.SessionId;
                break;
            case AgentEvent.Delta delta:
                partial?.Append(delta);
                break;
            case AgentEvent.Output output:
                await (partial?.EndAsync() ?? Task.CompletedTask);
                var text = OutputText.Clean(output.Result);
                await outbox.AddAsync(Deliveries.Of($"{run.RunId}:{eventId}", run.ChatJid, text, channels, time), cancellationToken);
                progress.LastText = text.Length > 0 ? text : progress.LastText;
                await TickOffAsync(
                    progress,
                    new RunStep(eventId, time.GetUtcNow(), RunStepKind.Text, Name: null, text.Length),
                    text.Length > 0,
                    cancellationToken
                );
                break;
            case AgentEvent.ActionRequested action:
                var isOutput = await actions.ExecuteAsync(group, run, progress.Request, $"{run.RunId}:{eventId}", action, cancellationToken);
                await TickOffAsync(
                    progress,
                    new RunStep(eventId, time.GetUtcNow(), RunStepKind.Action, actions.NameOf(action), action.Arguments.GetRawText().Length),
                    isOutput,
                    cancellationToken
                );
                break;
            case AgentEvent.Usage usage:
                // Not ticked off: it is written with the end, and after a crash comes again.
                progress.Usage = usage.Totals;
                break;
            case AgentEvent.Done done:
                progress.SessionId = done.SessionId ?? progress.SessionId;
                progress.AnsweredBy = done.Model;
                break;
        }
    }

    /// <summary>A run is only taken up where it is known to have begun, and where it is so old that its messages are better asked anew.</summary>
    private bool IsOnlyTakenUp(AgentRun run) => run.LastEventId > 0 || time.GetUtcNow() - run.StartedAt >= options.StaleAfter;

    private async Task NoteAnswerAsync(Progress progress, RegisteredGroup group, CancellationToken cancellationToken)
    {
        if (!progress.HasAnswered)
        {
            progress.HasAnswered = true;
            await outages.AnswersAsync(group.Jid, cancellationToken);
        }
    }

    private async Task TickOffAsync(Progress progress, RunStep step, bool hasOutput, CancellationToken cancellationToken)
    {
        progress.LastEventId = step.EventId;
        progress.HasOutput |= hasOutput;
        await store.Runs.AdvanceAsync(progress.Run.RunId, step, hasOutput, cancellationToken);
    }

    /// <summary>
    /// The Worker is told, and the run is settled here whatever becomes of that: it is not asked for again, and its
    /// messages are not either. A Worker that could not be told ends the run at the turn's own limit.
    /// </summary>
    private async Task<RunEnd> StopAsync(AgentRun run, Progress progress)
    {
        try
        {
            await runtime.StopAsync(run.GroupFolder, run.RunId, CancellationToken.None);
        }
        catch (AgentException exception)
        {
            LogNotStopped(run.RunId, exception.Code);
        }

        await EndAsync(
            run,
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

    private async Task<RunEnd> FailAsync(AgentRun run, Progress progress, AgentException exception)
    {
        var kind = RunFailures.Classify(exception, progress.HasBegun || progress.IsOnlyTakenUp, progress.IsOnlyTakenUp, progress.Request.SessionId is not null);
        LogFailed(run.RunId, run.GroupFolder, exception.Code, kind, content.ReasonOf(exception));
        metrics.RunFailed(exception.Code);
        if (exception.Code is AgentErrorCodes.ModelUnknown)
        {
            await models.NotHadAsync(progress.Request.Metadata?.Model, run.GroupFolder, CancellationToken.None);
        }

        if (kind is not FailureKind.Unreachable)
        {
            // What went to the chat already is not asked for again. What is refused for good goes another way, as long as there is one.
            var isRefused = kind is FailureKind.Refused && run.TaskId is null && !progress.HasOutput;
            var isSetAside = isRefused && !await refused.GoesOnAsync(run, progress.Request, CancellationToken.None);
            var restore = !progress.HasOutput && !isSetAside;
            if (kind is FailureKind.SessionLost)
            {
                await store.Sessions.RemoveAsync(run.GroupFolder);
            }

            await EndAsync(
                run,
                progress,
                new RunOutcome
                {
                    Status = RunStatus.Failed,
                    EndedAt = time.GetUtcNow(),
                    ErrorCode = exception.Code,
                    RestoreCursor = restore,
                    SetAside = isSetAside ? exception.Code : null,
                    Texts =
                        restore || run.TaskId is not null ? []
                        : isSetAside ? await refused.TellAsync(run, exception.Code, CancellationToken.None)
                        : await refused.TellOfCutOffAsync(run, exception.Code, CancellationToken.None),
                }
            );
        }

        return new RunEnd(kind, progress.HasOutput, progress.LastText, exception);
    }

    /// <summary>Not cancelled: a run whose end is known is written down even by a process that is stopping.</summary>
    private async Task EndAsync(AgentRun run, Progress progress, RunOutcome outcome)
    {
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
                    : new(used.InputTokens, used.OutputTokens, used.Steps, TimeSpan.FromMilliseconds(used.DurationMs), used.Model)
                    {
                        CacheReadTokens = used.CacheReadTokens,
                        CacheWriteTokens = used.CacheWriteTokens,
                        AnsweredBy = progress.AnsweredBy,
                        Tools = tools,
                        Shares =
                        [
                            .. (used.Models ?? []).Select(it => new ModelShare(
                                it.Model,
                                it.InputTokens,
                                it.CacheReadTokens,
                                it.CacheWriteTokens,
                                it.OutputTokens
                            )),
                        ],
                    },
            },
            CancellationToken.None
        );
        outbox.Wake(outcome.Texts);
        foreach (var (tool, uses) in tools.Where(tool => !actions.Has(tool.Key)))
        {
            LogToolUsed(run.GroupFolder, tool, uses, run.RunId);
        }

        metrics.RunEnded(outcome.Status, outcome.EndedAt - run.StartedAt, used);
        if (!progress.HasOutput)
        {
            answers.Forget(run.RunId);
        }
    }

    private async Task SetTypingAsync(string chatJid, bool isTyping, CancellationToken cancellationToken)
    {
        try
        {
            await (
                channels.Find(chatJid)?.SetTypingAsync(chatJid, isTyping, cancellationToken).WaitAsync(TypingPatience, time, cancellationToken)
                ?? Task.CompletedTask
            );
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogTyping(chatJid, exception.GetType().Name);
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

    [LoggerMessage(LogLevel.Debug, "The typing sign of {Chat} could not be set ({Kind}).", EventName = "typing_not_shown")]
    private partial void LogTyping(string chat, string kind);

    private sealed class Progress(AgentRun run, AgentRequest request)
    {
        public AgentRun Run => run;

        public AgentRequest Request => request;

        public long LastEventId { get; set; } = run.LastEventId;

        public bool HasOutput { get; set; } = run.HasOutput;

        /// <summary>The run gave something, so the Worker keeps it whatever becomes of it.</summary>
        public bool HasBegun { get; set; } = run.LastEventId > 0;

        /// <summary>What is not kept is not begun.</summary>
        public bool IsOnlyTakenUp { get; init; }

        public bool HasAnswered { get; set; }

        public string? LastText { get; set; }

        public int Effects { get; set; }

        public string? SessionId { get; set; }

        public AgentUsage? Usage { get; set; }

        public string? AnsweredBy { get; set; }
    }
}

/// <summary>How following a run ended; without a failure it succeeded.</summary>
internal sealed record RunEnd(FailureKind? Failure, bool HasOutput, string? LastText, AgentException? Exception);
