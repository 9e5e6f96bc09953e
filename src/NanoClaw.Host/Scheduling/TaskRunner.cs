using Microsoft.Extensions.Logging;
using NanoClaw.Agents;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Requests;
using NanoClaw.Host.Runs;
using NanoClaw.Host.Shares;
using NanoClaw.Host.Telemetry;
using NanoClaw.Store;

namespace NanoClaw.Host.Scheduling;

/// <summary>One run of a scheduled task, from the check that it is still wanted to the note of its next time.</summary>
internal sealed partial class TaskRunner(
    IStore store,
    RunFollower follower,
    RequestBuilder requests,
    RunShares shares,
    Schedule schedule,
    ChannelSet channels,
    WakeSignal wake,
    ContentLog content,
    TimeProvider time,
    ILogger<TaskRunner> logger)
{
    /// <summary>v1's length of <c>last_result</c>.</summary>
    private const int SummaryLength = 200;

    /// <summary>As long as the Worker keeps a run that has ended: taken up after that, it would be run a second time.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(24);

    public async Task RunAsync(string taskId, CancellationToken cancellationToken)
    {
        // Between its turn coming up and now it may have been paused, cancelled or moved.
        var task = await store.Tasks.FindAsync(taskId, cancellationToken);
        if (task is not null && channels.Find(task.ChatJid) is null)
        {
            return; // Its answer would have nowhere to go: it stays due until its channel is back.
        }

        var unfinished = (await store.Runs.ListUnfinishedAsync(cancellationToken)).FirstOrDefault(run => run.TaskId == taskId);
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

        var group = (await store.Groups.ListAsync(cancellationToken)).FirstOrDefault(group => group.Folder == task.GroupFolder);
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

        // It stays due until its group has runs left.
        if (unfinished is null && !await shares.MayRunAsync(group, isTask: true, cancellationToken))
        {
            return;
        }

        var run = unfinished ?? await BeginAsync(task, group, cancellationToken);
        if (run.Status is not RunStatus.Running)
        {
            // It ran, and the process was killed before it noted so.
            await RecordAsync(task, run, run.Status is RunStatus.Succeeded ? null : run.ErrorCode, null, cancellationToken);
            return;
        }

        var end = await follower.FollowAsync(run, group, task.ContextMode is ContextMode.Group, cancellationToken);
        if (end.Failure is FailureKind.SessionLost && run.RunId == RunIdentity.Of(task))
        {
            run = await BeginAsync(task, group, cancellationToken);
            end = await follower.FollowAsync(run, group, task.ContextMode is ContextMode.Group, cancellationToken);
        }

        if (end is { Failure: FailureKind.Refused, HasOutput: false } && run.RunId != RunIdentity.Bare(task))
        {
            run = await BeginAsync(task, group, cancellationToken);
            end = await follower.FollowAsync(run, group, keepsSession: false, cancellationToken);
        }

        if (end.Failure is FailureKind.Unreachable)
        {
            if (MayWait(task, run))
            {
                return; // It stays due, and the next look takes the same run up again.
            }

            await AbandonAsync(run, cancellationToken);
        }

        await RecordAsync(task, run, end.Exception?.Message, end.LastText, CancellationToken.None);
    }

    private async Task<AgentRun> BeginAsync(ScheduledTask task, RegisteredGroup group, CancellationToken cancellationToken)
    {
        var runId = RunIdentity.Of(task);
        var known = await store.Runs.FindAsync(runId, cancellationToken);
        if (known is { ErrorCode: AgentErrorCodes.SessionUnknown })
        {
            runId = RunIdentity.Again(task);
            known = await store.Runs.FindAsync(runId, cancellationToken);
        }

        var isRefused = RefusedMessages.IsRefusal(known?.ErrorCode);
        if (isRefused)
        {
            runId = RunIdentity.Bare(task);
            known = await store.Runs.FindAsync(runId, cancellationToken);
        }

        if (known is not null)
        {
            return known;
        }

        var sessionId = task.ContextMode is ContextMode.Group ? await store.Sessions.FindAsync(group.Folder, cancellationToken) : null;
        var request = isRefused
            ? RequestBuilder.Bare(group, task.ChatJid, task.Prompt, sessionId: null, isScheduledTask: true)
            : await requests.BuildAsync(group, task.ChatJid, task.Prompt, sessionId, isScheduledTask: true, cancellationToken);
        var run = new AgentRun
        {
            RunId = runId,
            GroupFolder = group.Folder,
            ChatJid = task.ChatJid,
            TaskId = task.Id,
            Request = StoredRequest.Write(request),
            StartedAt = time.GetUtcNow(),
        };
        await store.Runs.BeginAsync(run, cancellationToken);
        return run;
    }

    private async Task RecordAsync(ScheduledTask task, AgentRun run, string? error, string? result, CancellationToken cancellationToken)
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
        var next = RunIdentity.IsOf(task, run.RunId) ? schedule.Next(task, now) : task.NextRun;
        var summary = error is not null ? $"Error: {error}"
            : result is null ? "Completed"
            : result.Length <= SummaryLength ? result : result[..SummaryLength];
        await store.Tasks.RecordRunAsync(
            new TaskRun(task.Id, run.StartedAt, run.DurationUntil(now), error is null ? "success" : "error", result, error),
            summary,
            next,
            cancellationToken);
        wake.Set();
    }

    /// <summary>Until the next planned time, which takes its place; a single one has none to come, and is still wanted later.</summary>
    private bool MayWait(ScheduledTask task, AgentRun run) =>
        FindMistake(task) is null
        && time.GetUtcNow() < (schedule.Next(task, run.StartedAt) ?? run.StartedAt + LongestWait);

    private string? FindMistake(ScheduledTask task) =>
        AgentContract.IsBlank(task.Prompt) ? "its prompt says nothing" : schedule.FindMistake(task, time.GetUtcNow());

    /// <summary>A task that cannot run is paused, with the reason: trying each minute would change nothing.</summary>
    private async Task PauseAsync(ScheduledTask task, string reason, CancellationToken cancellationToken)
    {
        LogPaused(task.Id, content.ReasonOf(reason, "nanoclaw tasks list says why"));
        await store.Tasks.UpdateAsync(task with { Status = ScheduledTaskStatus.Paused, LastResult = $"Error: {reason}" }, cancellationToken);
    }

    private async Task AbandonAsync(AgentRun? run, CancellationToken cancellationToken)
    {
        if (run is { Status: RunStatus.Running })
        {
            await store.Runs.EndAsync(
                run.RunId, new RunOutcome { Status = RunStatus.Failed, EndedAt = time.GetUtcNow(), ErrorCode = "abandoned" }, cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Task {TaskId} is paused: {Reason}")]
    private partial void LogPaused(string taskId, string reason);
}
