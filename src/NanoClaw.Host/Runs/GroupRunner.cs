using NanoClaw.Agents;
using NanoClaw.Host.Budget;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Outages;
using NanoClaw.Host.Queue;
using NanoClaw.Host.Requests;
using NanoClaw.Host.Scheduling;
using NanoClaw.Host.Shares;
using NanoClaw.Store;

namespace NanoClaw.Host.Runs;

/// <summary>A group's turn: takes up the run that is under way, or gives the agent what waits.</summary>
internal sealed class GroupRunner(
    IStore store,
    WaitingMessages messages,
    MessageRuns runs,
    RunFollower follower,
    FailedMessages failed,
    TaskRunner tasks,
    Notices notices,
    BudgetGuard budget,
    RunShares shares,
    LeftOutNews news,
    OutageGuard outages,
    ChannelSet channels,
    QueueOptions queue) : IGroupWork
{
    public async Task<WorkResult> ProcessMessagesAsync(string chatJid, int attempt, CancellationToken cancellationToken)
    {
        // Without its channel, a chat's messages wait where they are.
        if (channels.Find(chatJid) is null || await store.Groups.FindAsync(chatJid, cancellationToken) is not { } group)
        {
            return WorkResult.Done;
        }

        if (!GroupFolder.IsValid(group.Folder))
        {
            await news.TellAsync([GroupList.Unusable(group)], cancellationToken);
            return WorkResult.Done;
        }

        var run = await runs.FindUnfinishedAsync(chatJid, cancellationToken);
        var waiting = run is null ? await messages.FindAsync(group, cancellationToken) : null;
        if (run is null && waiting is null)
        {
            await outages.ForgetAsync(chatJid, cancellationToken);
            return WorkResult.Done;
        }

        if (waiting is not null
            && !(await budget.MayAnswerAsync(group, cancellationToken) && await shares.MayRunAsync(group, isTask: false, cancellationToken)))
        {
            return WorkResult.Done; // It waits for the poll after the budget, or the group's share, allows it again.
        }

        var since = run?.StartedAt ?? waiting!.Since;
        if (!await outages.EnterAsync(chatJid, since, cancellationToken))
        {
            return WorkResult.Held;
        }

        try
        {
            run ??= await runs.BeginAsync(group, waiting!, attempt, cancellationToken);
            var end = await follower.FollowAsync(run, group, keepsSession: true, cancellationToken);
            return await SettleAsync(group, run, end, attempt, since, cancellationToken);
        }
        finally
        {
            await outages.LeaveAsync(chatJid);
        }
    }

    public Task RunTaskAsync(string chatJid, string taskId, CancellationToken cancellationToken) =>
        tasks.RunAsync(taskId, cancellationToken);

    public Task GiveUpAsync(string chatJid, CancellationToken cancellationToken) => failed.GiveUpAsync(chatJid, cancellationToken);

    private async Task<WorkResult> SettleAsync(
        RegisteredGroup group, AgentRun run, RunEnd end, int attempt, DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (end.Exception is not { } exception)
        {
            failed.Forget(group.Jid);
            if (!StoredRequest.IsBareRequest(run.Request!))
            {
                await notices.RemoveToldAsync(group.Folder, run.RunId, cancellationToken);
            }

            return WorkResult.More;
        }

        // A turn that spoke until it was too much shows that the agent is there.
        var isTooMuch = OutageCauses.IsOfTheTurn(exception.Code);
        if (!(isTooMuch && end.HasOutput)
            && await outages.FailsAsync(group, exception, isLast: attempt >= queue.RetryDelays.Count, since, cancellationToken))
        {
            return WorkResult.Held;
        }

        switch (end.Failure)
        {
            case FailureKind.SessionLost or FailureKind.NotKept or FailureKind.Refused:
            case FailureKind.Ended when end.HasOutput:
                return WorkResult.More;
            case FailureKind.Ended when exception.Code is AgentErrorCodes.ModelRefused:
                await failed.RefuseAsync(run, exception.Code, cancellationToken);
                return WorkResult.More;
            case FailureKind.Ended when isTooMuch:
                await failed.ExceedAsync(run, exception.Code, await messages.AreSeveralAsync(group, run, cancellationToken), cancellationToken);
                return WorkResult.More;
            default:
                failed.Note(run, exception.Code);
                return WorkResult.Retry(exception.RetryAfter);
        }
    }
}
