namespace NanoClaw.Store;

public enum UsagePeriod
{
    Day,
    Month,
}

/// <summary>The use of one group in one period, which begins on its first day, in UTC.</summary>
public sealed record UsageTotal(string GroupFolder, DateOnly Period, long Runs, long Failed, long InputTokens, long OutputTokens, TimeSpan Duration)
{
    /// <summary>Of the tokens read, those from the provider's cache.</summary>
    public long CacheReadTokens { get; init; }

    /// <summary>Of the tokens read, those written to the provider's cache.</summary>
    public long CacheWriteTokens { get; init; }
}
