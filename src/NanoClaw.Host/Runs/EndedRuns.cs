using NanoClaw.Host.Outages;
using NanoClaw.Host.Outbox;
using NanoClaw.Host.Queue;
using NanoClaw.Host.Requests;
using NanoClaw.Store;

namespace NanoClaw.Host.Runs;

/// <summary>Settles what becomes of the messages of runs that have ended, by <see cref="MessageFates"/>.</summary>
internal sealed class EndedRuns(FailedMessages failed, WaitingMessages messages, Notices notices, OutageGuard outages, QueueOptions queue)
{
    /// <summary>
    /// What is no outage tells nobody that it waits, so it does not for longer than this, whatever was asked for: with
    /// the last try it is found out whether it is one.
    /// </summary>
    private TimeSpan LongestRetry => queue.RetryDelays[^1];

    /// <param name="group">The run's group.</param>
    /// <param name="run">The run.</param>
    /// <param name="end">How following it ended.</param>
    /// <param name="since">How long its messages wait.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<WorkResult> SettleAsync(RegisteredGroup group, AgentRun run, RunEnd end, DateTimeOffset since, CancellationToken cancellationToken)
    {
        // A message is given up only where the agent has been seen to answer: one that refuses whatever it is asked is at fault itself.
        var isLast = failed.IsLast(group.Jid) || end.Failure is FailureKind.RefusedAlone;
        if (MessageFates.MayBeAnOutage(end) && await outages.FailsAsync(group, end.Exception!, isLast, since, cancellationToken))
        {
            await failed.WaitAsync(run, end.Failure, cancellationToken);
            return WorkResult.Held;
        }

        switch (MessageFates.Of(end))
        {
            case MessageFate.Answered:
                await NoteAnsweredAsync(group, run, cancellationToken);
                return WorkResult.More;
            case MessageFate.DroppedAsRefused:
                await failed.RefuseAsync(run, end.Exception!.Code, cancellationToken);
                return WorkResult.More;
            case MessageFate.DroppedAsTooMuch:
                await failed.ExceedAsync(run, end.Exception!.Code, await messages.AreSeveralAsync(group, run, cancellationToken), cancellationToken);
                return WorkResult.More;
            case MessageFate.DroppedAsRefusedAlone:
                await failed.DropAsync(run, end.Exception!.Code, cancellationToken);
                return WorkResult.More;
            case MessageFate.DroppedAsStopped:
                await failed.DropAllAsync(run, end.Exception!.Code, await messages.ListAsync(group, run, cancellationToken), cancellationToken);
                return WorkResult.More;
            case MessageFate.TriedAgain:
                failed.Note(run, end.Exception!.Code);
                return WorkResult.Retry(end.Exception.RetryAfter is { } asked && asked > LongestRetry ? LongestRetry : end.Exception.RetryAfter);
            default:
                return WorkResult.More;
        }
    }

    /// <summary>The retries are used up.</summary>
    public Task GiveUpAsync(string chatJid, CancellationToken cancellationToken) => failed.GiveUpAsync(chatJid, cancellationToken);

    /// <summary>Not even a run came of it, or this process could not follow it.</summary>
    public void NoteTrouble(string chatJid) => failed.NoteTrouble(chatJid);

    private async Task NoteAnsweredAsync(RegisteredGroup group, AgentRun run, CancellationToken cancellationToken)
    {
        failed.Forget(group.Jid);
        if (!StoredRequest.IsBareRequest(run.Request!))
        {
            await notices.RemoveToldAsync(group.Folder, run.RunId, cancellationToken);
        }
    }
}
