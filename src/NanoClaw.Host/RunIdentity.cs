using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NanoClaw.Store;

namespace NanoClaw.Host;

/// <summary>Ids of runs, <c>[A-Za-z0-9_-]</c>, 16 to 64.</summary>
internal static class RunIdentity
{
    public static string New(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    /// <summary>
    /// One planned time of a task is one run, whatever happens in between: a process killed after the run and before
    /// the next time was noted finds it done.
    /// </summary>
    public static string Of(ScheduledTask task) => OfPlanned($"{task.Id}|{task.NextRun:O}|{task.ScheduleValue}");

    /// <summary>One more run of the same planned time, where those before it did nothing.</summary>
    public static string Of(ScheduledTask task, int again) => again == 0 ? Of(task) : $"{Of(task)}-{again}";

    /// <summary>Whether a run is one of the task's planned time as it is now.</summary>
    public static bool IsOf(ScheduledTask task, string runId)
    {
        var first = Of(task);
        return runId.StartsWith(first, StringComparison.Ordinal) && (runId.Length == first.Length || runId[first.Length] == '-');
    }

    /// <summary>Which of the runs of its planned time a run is.</summary>
    public static int AgainOf(ScheduledTask task, string runId) =>
        int.TryParse(runId.AsSpan(Math.Min(runId.Length, Of(task).Length + 1)), NumberStyles.None, CultureInfo.InvariantCulture, out var again) ? again : 0;

    private static string OfPlanned(string planned) => "task-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(planned)))[..40];
}
