namespace NanoClaw.Host.Queue;

internal enum WorkOutcome
{
    Done,

    /// <summary>Done, and more may be waiting.</summary>
    More,

    /// <summary>Failed: to be tried again after the backoff.</summary>
    Retry,

    /// <summary>It waits for something that gives it its turn again; that is no failure of its own.</summary>
    Held,
}

/// <summary>How a group's turn ended, and for a retry how long it must wait at least.</summary>
internal sealed record WorkResult(WorkOutcome Outcome, TimeSpan? RetryAfter = null)
{
    public static WorkResult Done { get; } = new(WorkOutcome.Done);

    public static WorkResult More { get; } = new(WorkOutcome.More);

    public static WorkResult Held { get; } = new(WorkOutcome.Held);

    public static WorkResult Retry(TimeSpan? after = null) => new(WorkOutcome.Retry, after);
}
