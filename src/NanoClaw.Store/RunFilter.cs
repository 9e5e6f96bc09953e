namespace NanoClaw.Store;

/// <summary>Which runs are listed, by when they began; what is null does not matter.</summary>
public sealed record RunFilter
{
    public string? GroupFolder { get; init; }
    public string? TaskId { get; init; }
    public RunStatus? Status { get; init; }
    public DateTimeOffset? Since { get; init; }
    public int Limit { get; init; } = 50;
}
