using Microsoft.Extensions.Logging;
using NanoClaw.Host.Scheduling;
using NanoClaw.Store;

namespace NanoClaw.Host.Tasks;

/// <summary>
/// A computer's clock that was ahead, by years where its battery is dead, leaves what recurs with next times that are as
/// far ahead: once the clock is right again, nothing of it would run until then. Looked for at the start, and whenever
/// the clock is seen to go back.
/// </summary>
internal sealed partial class TaskTimesAhead(IStore store, Schedule schedule, TimeProvider time, ILogger logger)
{
    /// <summary>By so much a clock is put right every day.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    private DateTimeOffset? _seen;

    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (isStart, wentBack) = (_seen is null, now < _seen - Slack);
        _seen = now;
        if (!isStart && !wentBack)
        {
            return;
        }

        foreach (var task in await store.Tasks.ListAsync(cancellationToken: cancellationToken))
        {
            // Of what an earlier process did only its own notes tell that its clock was ahead.
            if ((wentBack || task.LastRun > now || task.CreatedAt > now) && FindNext(task, now) is { } next && task.NextRun > next)
            {
                LogMoved(task.Id, task.NextRun.Value, next);
                await store.Tasks.ReplaceAsync(task, task with { NextRun = next }, cancellationToken);
            }
        }
    }

    /// <summary>The next time of what recurs, which is the latest that can have been found up to now; null for all else.</summary>
    private DateTimeOffset? FindNext(ScheduledTask task, DateTimeOffset now)
    {
        if (task is not { Status: ScheduledTaskStatus.Active, ScheduleType: not ScheduleType.Once })
        {
            return null;
        }

        try
        {
            return schedule.First(task.ScheduleType, task.ScheduleValue, now);
        }
        catch (FormatException)
        {
            return null; // Its own run pauses it, with the reason.
        }
    }

    [LoggerMessage(LogLevel.Warning, "Task {Task} was planned for {Before}, by a clock that was ahead. It runs at {After}.", EventName = "task_time_ahead")]
    private partial void LogMoved(string task, DateTimeOffset before, DateTimeOffset after);
}
