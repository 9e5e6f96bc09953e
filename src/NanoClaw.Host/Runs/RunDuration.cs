using NanoClaw.Store;

namespace NanoClaw.Host.Runs;

internal static class RunDuration
{
    /// <summary>A run can be resumed by another process, so it is the clock that counts; one set back meanwhile makes no negative time.</summary>
    public static TimeSpan DurationUntil(this AgentRun run, DateTimeOffset now) => now > run.StartedAt ? now - run.StartedAt : TimeSpan.Zero;
}
