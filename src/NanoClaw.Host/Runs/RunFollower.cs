using Microsoft.Extensions.Logging;
using NanoClaw.Agents;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Decisions;
using NanoClaw.Host.Metrics;
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
    RunSettlement settlement,
    Strangers strangers,
    ChannelSet channels,
    OutageGuard outages,
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
        var progress = new RunProgress(run, request) { IsOnlyTakenUp = IsOnlyTakenUp(run) };
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

            await settlement.SucceedAsync(progress, keepsSession);
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
            return await settlement.StopAsync(progress);
        }
        catch (AgentException exception)
        {
            span?.End(exception.Code, isFailure: true);
            return await settlement.FailAsync(progress, exception);
        }
        finally
        {
            await SetTypingAsync(run.ChatJid, isTyping: false, CancellationToken.None);
        }
    }

    private async Task ApplyAsync(AgentEvent item, RunProgress progress, PartialText? partial, RegisteredGroup group, CancellationToken cancellationToken)
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
                progress.Usage = ToldUsage.Within(usage.Totals);
                break;
            case AgentEvent.Done done:
                progress.SessionId = done.SessionId ?? progress.SessionId;
                progress.AnsweredBy = ToldUsage.Name(done.Model);
                break;
        }
    }

    /// <summary>A run is only taken up where it is known to have begun, and where it is so old that its messages are better asked anew.</summary>
    private bool IsOnlyTakenUp(AgentRun run) => run.LastEventId > 0 || time.GetUtcNow() - run.StartedAt >= options.StaleAfter;

    private async Task NoteAnswerAsync(RunProgress progress, RegisteredGroup group, CancellationToken cancellationToken)
    {
        if (!progress.HasAnswered)
        {
            progress.HasAnswered = true;
            await outages.AnswersAsync(group.Jid, cancellationToken);
        }
    }

    private async Task TickOffAsync(RunProgress progress, RunStep step, bool hasOutput, CancellationToken cancellationToken)
    {
        progress.LastEventId = step.EventId;
        progress.HasOutput |= hasOutput;
        await store.Runs.AdvanceAsync(progress.Run.RunId, step, hasOutput, cancellationToken);
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

    [LoggerMessage(LogLevel.Debug, "The typing sign of {Chat} could not be set ({Kind}).", EventName = "typing_not_shown")]
    private partial void LogTyping(string chat, string kind);
}
