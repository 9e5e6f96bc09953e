namespace NanoClaw.Store;

public enum ScheduleType
{
    Cron,
    Interval,
    Once,
}

public enum ScheduledTaskStatus
{
    Active,
    Paused,
    Completed,
}

/// <summary>Whether a task's run goes on with the group's session or has none.</summary>
public enum ContextMode
{
    Isolated,
    Group,
}

/// <summary>Something an agent does by itself at a time.</summary>
public sealed record ScheduledTask
{
    public required string Id { get; init; }
    public required string GroupFolder { get; init; }
    public required string ChatJid { get; init; }
    public required string Prompt { get; init; }
    public required ScheduleType ScheduleType { get; init; }

    /// <summary>Five cron fields, milliseconds, or an ISO 8601 time, by <see cref="ScheduleType"/>.</summary>
    public required string ScheduleValue { get; init; }
    public DateTimeOffset? NextRun { get; init; }
    public DateTimeOffset? LastRun { get; init; }
    public string? LastResult { get; init; }
    public ScheduledTaskStatus Status { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public ContextMode ContextMode { get; init; }
    public string? Script { get; init; }
}
