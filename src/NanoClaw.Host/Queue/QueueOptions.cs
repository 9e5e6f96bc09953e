namespace NanoClaw.Host.Queue;

internal sealed record QueueOptions
{
    public int MaxConcurrentRuns { get; init; } = 5;

    public IReadOnlyList<TimeSpan> RetryDelays { get; init; } =
    [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(80)];
}

/// <summary>Groups by what they are doing.</summary>
internal sealed record QueueDepth(int Running, int Waiting, int BackingOff);
