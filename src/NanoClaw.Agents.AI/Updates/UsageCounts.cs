using Microsoft.Extensions.AI;

namespace NanoClaw.Agents.AI;

/// <summary>What a run used, in their words.</summary>
internal static class UsageCounts
{
    public static UsageDetails Of(AgentUsage usage) =>
        new()
        {
            InputTokenCount = usage.InputTokens,
            OutputTokenCount = usage.OutputTokens,
            TotalTokenCount = usage.InputTokens + usage.OutputTokens,
            CachedInputTokenCount = usage.CacheReadTokens,
            AdditionalCounts = new()
            {
                [RemoteKeys.CacheWriteTokens] = usage.CacheWriteTokens,
                [RemoteKeys.Steps] = usage.Steps,
                [RemoteKeys.DurationMs] = usage.DurationMs,
            },
        };
}
