using NanoClaw.Host.Outages;
using NanoClaw.Host.Queue;
using NanoClaw.Host.Runs;
using NanoClaw.Host.Tasks;

namespace NanoClaw.Host.Turns;

/// <summary>A group's turn: takes up the run that is under way, or gives the agent what waits.</summary>
internal sealed class GroupRunner(
    ServedGroups groups,
    WaitingMessages messages,
    AnswerPermit permit,
    MessageRuns runs,
    RunFollower follower,
    EndedRuns ended,
    OutageGuard outages,
    WatchedTasks tasks
) : IGroupWork
{
    public async Task<WorkResult> ProcessMessagesAsync(string chatJid, int attempt, CancellationToken cancellationToken)
    {
        if (await groups.FindAsync(chatJid, cancellationToken) is not { } group)
        {
            await LeaveAsync(chatJid, cancellationToken);
            return WorkResult.Done;
        }

        var run = await runs.FindUnfinishedAsync(chatJid, cancellationToken);
        var waiting = run is null ? await messages.FindAsync(group, cancellationToken) : null;
        if (run is null && waiting is null)
        {
            await outages.ForgetAsync(chatJid, cancellationToken);
            return WorkResult.Done;
        }

        if (waiting is not null && !await permit.MayAnswerAsync(group, cancellationToken))
        {
            return WorkResult.Done;
        }

        var since = run is null ? waiting!.Since : await messages.SinceAsync(group, run, cancellationToken);
        if (!await outages.EnterAsync(chatJid, since, cancellationToken))
        {
            return WorkResult.Held;
        }

        try
        {
            run ??= await runs.BeginAsync(group, waiting!, attempt, cancellationToken);
            var end = await follower.FollowAsync(run, group, keepsSession: true, cancellationToken);
            return await ended.SettleAsync(group, run, end, since, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            ended.NoteTrouble(chatJid);
            throw;
        }
        finally
        {
            await outages.LeaveAsync(chatJid);
        }
    }

    public Task RunTaskAsync(string chatJid, string taskId, CancellationToken cancellationToken) => tasks.RunAsync(taskId, cancellationToken);

    public Task GiveUpAsync(string chatJid, CancellationToken cancellationToken) => ended.GiveUpAsync(chatJid, cancellationToken);

    /// <summary>What is not answered here is not tried; what is no group any more leaves nothing that waits.</summary>
    private async Task LeaveAsync(string chatJid, CancellationToken cancellationToken)
    {
        if (await groups.IsRegisteredAsync(chatJid, cancellationToken))
        {
            await outages.ForgetAsync(chatJid, cancellationToken);
            return;
        }

        await runs.AbandonAsync(chatJid, cancellationToken);
        await outages.DropAsync(chatJid, cancellationToken);
    }
}
