using System.Security.Cryptography;
using System.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Runs;

/// <summary>Ids of runs, <c>[A-Za-z0-9_-]</c>, 16 to 64.</summary>
internal static class RunIdentity
{
    public static string New(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    /// <summary>
    /// One planned time of a task is one run, whatever happens in between: a process killed after the run and before
    /// the next time was noted finds it done.
    /// </summary>
    public static string Of(ScheduledTask task) => OfPlanned($"{task.Id}|{task.NextRun:O}|{task.ScheduleValue}");

    /// <summary>The run in a new session, where the first found its session gone.</summary>
    public static string Again(ScheduledTask task) => OfPlanned($"{task.Id}|{task.NextRun:O}|{task.ScheduleValue}|again");

    /// <summary>The run with nothing in it that may be left out, where the first was refused as it was.</summary>
    public static string Bare(ScheduledTask task) => OfPlanned($"{task.Id}|{task.NextRun:O}|{task.ScheduleValue}|bare");

    /// <summary>Whether a run is one of the task's planned time as it is now.</summary>
    public static bool IsOf(ScheduledTask task, string runId) => runId == Of(task) || runId == Again(task) || runId == Bare(task);

    private static string OfPlanned(string planned) =>
        "task-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(planned)))[..40];
}
