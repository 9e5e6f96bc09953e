using NanoClaw.Store;

namespace NanoClaw.Cli.Administration;

/// <summary>A task as <c>tasks</c> prints it as JSON.</summary>
internal record TaskEntry(
    string Id,
    string GroupFolder,
    string ChatJid,
    string Prompt,
    string ScheduleType,
    string ScheduleValue,
    string ContextMode,
    string Status,
    DateTimeOffset? NextRun,
    DateTimeOffset? LastRun,
    string? LastResult,
    DateTimeOffset CreatedAt
)
{
    public static TaskEntry Of(ScheduledTask task) =>
        new(
            task.Id,
            task.GroupFolder,
            task.ChatJid,
            task.Prompt,
            Word(task.ScheduleType),
            task.ScheduleValue,
            Word(task.ContextMode),
            Word(task.Status),
            task.NextRun,
            task.LastRun,
            task.LastResult,
            task.CreatedAt
        );

    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}

/// <summary>A task with what it did last, or will do next.</summary>
internal sealed record TaskDetails(TaskEntry Task, IReadOnlyList<DateTimeOffset> NextRuns, IReadOnlyList<TaskRunEntry> LastRuns);

/// <summary>A run of a task; <c>status</c> is <c>success</c> or <c>error</c>.</summary>
internal sealed record TaskRunEntry(DateTimeOffset RunAt, long DurationMs, string Status, string? Result, string? Error)
{
    public static TaskRunEntry Of(TaskRun run) => new(run.RunAt, (long)run.Duration.TotalMilliseconds, run.Status, run.Result, run.Error);
}

/// <summary>The id of a task that was cancelled.</summary>
internal sealed record CancelledTask(string Id);
