using Microsoft.Extensions.Logging;
using NanoClaw.Agents;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Outages;
using NanoClaw.Host.Runs;
using NanoClaw.Host.Scheduling;
using NanoClaw.Host.Shares;
using NanoClaw.Host.Telemetry;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Tasks;

/// <summary>One run of a scheduled task, from the check that it is still wanted to the note of its next time.</summary>
internal sealed partial class TaskRunner(
    IStore store,
    TaskRuns runs,
    RunFollower follower,
    RunShares shares,
    OutageGuard outages,
    TaskNews news,
    Schedule schedule,
    ChannelSet channels,
    WakeSignal wake,
    ContentLog content,
    TimeProvider time,
    ILogger<TaskRunner> logger
)
{
    /// <summary>v1's length of <c>last_result</c>.</summary>
    private const int SummaryLength = 200;

    public async Task RunAsync(string taskId, CancellationToken cancellationToken)
    {
        // Between its turn coming up and now it may have been paused, cancelled or moved.
        var groups = await store.Groups.ListAsync(cancellationToken);
        var task = await store.Tasks.FindAsync(taskId, cancellationToken);
        var group = task is null ? null : groups.FirstOrDefault(group => group.Folder == task.GroupFolder);
        if (group is not null && task!.ChatJid != group.Jid)
        {
            // Its group has another chat since, as where a service made a new one of it: what is planned goes with it.
            await store.Tasks.ReplaceAsync(task, task with { ChatJid = group.Jid }, cancellationToken);
            task = await store.Tasks.FindAsync(taskId, cancellationToken);
        }

        if (task is not null && channels.Find(task.ChatJid) is null)
        {
            return; // Its answer would have nowhere to go: it stays due until its channel is back.
        }

        var unfinished = await runs.FindUnfinishedAsync(taskId, cancellationToken);
        if (task is not null && unfinished is { LastEventId: 0 })
        {
            // Nothing has come of it yet, so what is said of the task since counts.
            if (task.Status is ScheduledTaskStatus.Paused)
            {
                return;
            }

            if (!RunIdentity.IsOf(task, unfinished.RunId))
            {
                await AbandonAsync(unfinished, cancellationToken);
                unfinished = null;
            }
        }

        if (task is null || (unfinished is null && (task.Status is not ScheduledTaskStatus.Active || task.NextRun is null || task.NextRun > time.GetUtcNow())))
        {
            await AbandonAsync(unfinished, cancellationToken);
            return;
        }

        if (group is null || !GroupFolder.IsValid(group.Folder))
        {
            await AbandonAsync(unfinished, cancellationToken);
            await PauseAsync(task, $"its group {task.GroupFolder} is not registered", cancellationToken);
            return;
        }

        if (unfinished is null && FindMistake(task) is { } mistake)
        {
            await PauseAsync(task, mistake, cancellationToken);
            return;
        }

        if (unfinished is null && await runs.FindEndedAsync(task, cancellationToken) is { } ended)
        {
            // It ran, and the process was killed before it noted so.
            await RecordAsync(task, ended, ended.Status is RunStatus.Succeeded ? null : ended.ErrorCode, null, cancellationToken);
            return;
        }

        // It stays due until its group has runs left.
        if (unfinished is null && !await shares.MayRunAsync(group, isTask: true, cancellationToken))
        {
            return;
        }

        if (!await outages.EnterAsync(group.Jid, task.NextRun ?? time.GetUtcNow(), cancellationToken))
        {
            await PassTimeAsync(task, unfinished, cancellationToken);
            return; // It stays due, and has its turn when the agent is back.
        }

        try
        {
            await RunAsync(task, group, unfinished, cancellationToken);
        }
        finally
        {
            await outages.LeaveAsync(group.Jid);
        }
    }

    private async Task RunAsync(ScheduledTask task, RegisteredGroup group, AgentRun? unfinished, CancellationToken cancellationToken)
    {
        var run = unfinished ?? await runs.BeginAsync(task, group, cancellationToken);
        var end = await follower.FollowAsync(run, group, task.ContextMode is ContextMode.Group, cancellationToken);
        if (end.Failure is FailureKind.SessionLost or FailureKind.NotKept or FailureKind.Refused && !end.HasOutput && RunIdentity.IsOf(task, run.RunId))
        {
            run = await runs.BeginAsync(task, group, cancellationToken);
            end = await follower.FollowAsync(run, group, task.ContextMode is ContextMode.Group, cancellationToken);
        }

        if (
            end.Exception is { } exception
            && await outages.FailsAsync(group, exception, isLast: task.ScheduleType is ScheduleType.Once, task.NextRun ?? run.StartedAt, cancellationToken)
            && (end.Failure is FailureKind.Unreachable || !end.HasOutput)
        )
        {
            if (end.Failure is not FailureKind.Unreachable)
            {
                await runs.RepeatAsync(run, cancellationToken);
            }

            await PassTimeAsync(task, end.Failure is FailureKind.Unreachable ? run : null, cancellationToken);
            return; // It stays due.
        }

        if (end.Failure is FailureKind.Unreachable)
        {
            await AbandonAsync(run, cancellationToken);
        }

        await RecordAsync(
            task,
            run with
            {
                HasOutput = end.HasOutput,
                ErrorCode = end.Exception?.Code,
            },
            end.Exception?.Message,
            end.LastText,
            CancellationToken.None
        );
    }

    /// <summary>A task that waits for the agent is given up when its next time has come, which takes its place; a single one never.</summary>
    private async Task PassTimeAsync(ScheduledTask task, AgentRun? unfinished, CancellationToken cancellationToken)
    {
        if (
            task.ScheduleType is ScheduleType.Once
            || task.NextRun is not { } planned
            || FindMistake(task) is not null
            || schedule.Next(task, planned) is not { } next
            || time.GetUtcNow() < next
        )
        {
            return;
        }

        await AbandonAsync(unfinished, cancellationToken);
        var run =
            unfinished
            ?? new AgentRun
            {
                RunId = RunIdentity.Of(task),
                GroupFolder = task.GroupFolder,
                ChatJid = task.ChatJid,
                StartedAt = time.GetUtcNow(),
            };
        await RecordAsync(task, run, "the agent could not be reached until its next time", null, cancellationToken, next);
    }

    private async Task RecordAsync(
        ScheduledTask task,
        AgentRun run,
        string? error,
        string? result,
        CancellationToken cancellationToken,
        DateTimeOffset? takesItsPlace = null
    )
    {
        var now = time.GetUtcNow();
        // The agent may have moved, paused or cancelled its own task meanwhile: what it says now counts.
        task = await store.Tasks.FindAsync(task.Id, cancellationToken) ?? task;
        if (FindMistake(task) is { } mistake)
        {
            await PauseAsync(task, mistake, cancellationToken);
            return;
        }

        // A time it was given while it ran is the next one, not the one after.
        var next =
            takesItsPlace is not null ? takesItsPlace
            : RunIdentity.IsOf(task, run.RunId) ? schedule.Next(task, now)
            : task.NextRun;
        var summary =
            error is not null ? TaskNews.FailurePrefix + error
            : result is null ? "Completed"
            : PlainText.Head(result, SummaryLength);
        if (error is not null)
        {
            await news.TellOfFailureAsync(task, run, cancellationToken);
        }

        await store.Tasks.RecordRunAsync(
            new TaskRun(task.Id, run.StartedAt, run.DurationUntil(now), error is null ? "success" : "error", result, error),
            summary,
            next,
            cancellationToken
        );
        await runs.ForgetAsync(task, cancellationToken);
        wake.Set();
    }

    private string? FindMistake(ScheduledTask task) =>
        AgentContract.IsBlank(task.Prompt) ? "its prompt says nothing" : schedule.FindMistake(task, time.GetUtcNow());

    /// <summary>A task that cannot run is paused, with the reason, and the main group told: trying each minute would change nothing.</summary>
    private async Task PauseAsync(ScheduledTask task, string reason, CancellationToken cancellationToken)
    {
        LogPaused(task.Id, content.ReasonOf(reason, "nanoclaw tasks list says why"));
        await news.TellOfPauseAsync(task, reason, cancellationToken);
        await store.Tasks.UpdateAsync(task with { Status = ScheduledTaskStatus.Paused, LastResult = TaskNews.FailurePrefix + reason }, cancellationToken);
    }

    private async Task AbandonAsync(AgentRun? run, CancellationToken cancellationToken)
    {
        if (run is { Status: RunStatus.Running })
        {
            await store.Runs.EndAsync(
                run.RunId,
                new RunOutcome
                {
                    Status = RunStatus.Failed,
                    EndedAt = time.GetUtcNow(),
                    ErrorCode = MessageRuns.Abandoned,
                },
                cancellationToken
            );
        }
    }

    [LoggerMessage(LogLevel.Warning, "Task {Task} is paused: {Reason}", EventName = "task_paused")]
    private partial void LogPaused(string task, string reason);
}
