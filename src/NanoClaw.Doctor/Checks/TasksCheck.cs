using System.Runtime.CompilerServices;
using NanoClaw.Home.Administration;
using NanoClaw.Host.Scheduling;
using NanoClaw.Store;

namespace NanoClaw.Doctor.Checks;

/// <summary>Whether the scheduled tasks run, and which are paused or fail, with the reason.</summary>
public sealed class TasksCheck : IDoctorCheck
{
    private const string FailurePrefix = "Error:";

    /// <summary>What is due is looked for once a minute, at the slowest every hour.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromHours(2);

    public string Name => "tasks";

    public async IAsyncEnumerable<Finding> RunAsync(DoctorContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var store = context.OpenStore();
        if (store is null)
        {
            yield return Finding.Skipped("There is no store to look into.");
            yield break;
        }

        var schedule = new Schedule(TimeZoneInfo.FindSystemTimeZoneById(context.Settings!.Host.TimeZone));
        var folders = (await store.Groups.ListAsync(cancellationToken)).Select(group => group.Folder).ToHashSet(StringComparer.Ordinal);
        var tasks = await store.Tasks.ListAsync(cancellationToken: cancellationToken);
        var shown = TaskIds.Shortened(tasks);
        var isRunning = context.Owner is not null;
        foreach (var finding in tasks.Select(task => LookAt(task, shown[task.Id], schedule, folders, context.Now, isRunning)).OfType<Finding>())
        {
            yield return finding;
        }

        yield return Finding.Ok(
            $"{tasks.Count(task => task.Status is ScheduledTaskStatus.Active)} active, {tasks.Count(task => task.Status is ScheduledTaskStatus.Paused)} paused"
        );
    }

    private static Finding? LookAt(ScheduledTask task, string id, Schedule schedule, HashSet<string> folders, DateTimeOffset now, bool isRunning)
    {
        var name = $"Task {id} of {task.GroupFolder}";
        var failure = task.LastResult?.StartsWith(FailurePrefix, StringComparison.Ordinal) is true ? task.LastResult[FailurePrefix.Length..].Trim() : null;
        if (task.Status is not ScheduledTaskStatus.Active)
        {
            return task.Status is ScheduledTaskStatus.Paused && failure is not null
                ? Finding.Warning($"{name} is paused: {failure}", $"Mend it, then nanoclaw tasks resume {id}; or nanoclaw tasks cancel {id}")
                : null;
        }

        if (!folders.Contains(task.GroupFolder))
        {
            return Finding.Problem($"{name} cannot run: its group is not registered.", $"nanoclaw groups add, or nanoclaw tasks cancel {id}");
        }

        try
        {
            schedule.First(task.ScheduleType, task.ScheduleValue, now);
        }
        catch (FormatException exception)
        {
            return Finding.Problem($"{name} cannot run: {exception.Message}", $"nanoclaw tasks cancel {id}, and add it again.");
        }

        return task.NextRun is null ? Finding.Warning($"{name} has no next time.", $"nanoclaw tasks resume {id}")
            : isRunning && now - task.NextRun > Late
                ? Finding.Warning($"{name} is overdue since {task.NextRun:yyyy-MM-dd HH:mm}Z.", "nanoclaw status shows what the queue waits for.")
            : failure is not null ? Finding.Warning($"{name} failed when it last ran: {failure}")
            : null;
    }
}
