using NanoClaw.Host.Metrics;
using NanoClaw.Store;

namespace NanoClaw.Host.Runs;

internal static class RunDuration
{
    /// <summary>
    /// A run can be resumed by another process, so it is the clock that counts; one set back meanwhile makes no negative
    /// time, and one set ahead, or days off, none longer than a run can take: it would be on the month's bill.
    /// </summary>
    public static TimeSpan DurationUntil(this AgentRun run, DateTimeOffset now) =>
        now <= run.StartedAt ? TimeSpan.Zero
        : now - run.StartedAt < ToldUsage.Longest ? now - run.StartedAt
        : ToldUsage.Longest;
}
