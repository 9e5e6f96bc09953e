namespace NanoClaw.Store;

/// <summary>The log of one run of a scheduled task; its status is <c>success</c> or <c>error</c>.</summary>
public sealed record TaskRun(string TaskId, DateTimeOffset RunAt, TimeSpan Duration, string Status, string? Result, string? Error);
