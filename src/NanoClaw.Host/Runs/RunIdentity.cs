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
    public static string Of(ScheduledTask task)
    {
        var planned = $"{task.Id}|{task.NextRun:O}|{task.ScheduleValue}";
        return "task-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(planned)))[..40];
    }
}
