using NanoClaw.Host.Scheduling;
using NanoClaw.Store;

namespace NanoClaw.Cli.Administration;

/// <summary>When a task will run, as far as can be told now.</summary>
internal static class ComingRuns
{
    public static IReadOnlyList<DateTimeOffset> Of(ScheduledTask task, Schedule schedule, DateTimeOffset now, int most)
    {
        var runs = new List<DateTimeOffset>();
        var next = task.NextRun;
        while (next is { } run && runs.Count < most)
        {
            runs.Add(run);
            try
            {
                next = schedule.Next(task with { NextRun = run }, run > now ? run : now);
            }
            catch (FormatException)
            {
                // A schedule that v1 let through: the assistant pauses the task when it comes to it.
                break;
            }
        }

        return runs;
    }
}
