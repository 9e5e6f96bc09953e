using System.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Actions;

/// <summary>How many tasks a group may have and how long they may be: each runs, is listed in every request and is paid for.</summary>
public sealed class TaskBounds(IStore store, int mostActive)
{
    /// <summary>Characters of one prompt; the Worker's tool has the same bound.</summary>
    public const int LongestPrompt = 16_384;

    /// <summary>Characters of a schedule; the contract's bound.</summary>
    public const int LongestSchedule = 256;

    /// <summary>Bytes of all prompts of a group's tasks that are not done.</summary>
    public const int MostBytes = 131_072;

    /// <summary>Active tasks of a group; whatever stores a task says so, for two may be scheduled at once.</summary>
    public int MostActive => mostActive;

    /// <summary>Whether a change takes more of what is bounded: as many characters of another script may have three times the bytes.</summary>
    internal static bool IsLonger(ScheduledTask after, ScheduledTask before) =>
        after.Prompt.Length > before.Prompt.Length
        || Encoding.UTF8.GetByteCount(after.Prompt) > Encoding.UTF8.GetByteCount(before.Prompt)
        || after.ScheduleValue.Length > before.ScheduleValue.Length;

    /// <summary>What is in the way of a task that is new or changed, for whoever asked for it; null where nothing is.</summary>
    /// <param name="task">The task as it would be.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<string?> FindObstacleAsync(ScheduledTask task, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (task.Prompt.Length > LongestPrompt)
        {
            return $"a task's prompt may have {LongestPrompt} characters, and this one has {task.Prompt.Length}. Shorten it.";
        }

        if (task.ScheduleValue.Length > LongestSchedule)
        {
            return $"a schedule may have {LongestSchedule} characters, and this one has {task.ScheduleValue.Length}.";
        }

        if (task.Status is ScheduledTaskStatus.Completed)
        {
            return null;
        }

        var others = (await store.Tasks.ListAsync(task.GroupFolder, cancellationToken))
            .Where(other => other.Id != task.Id && other.Status is not ScheduledTaskStatus.Completed)
            .ToList();
        var active = others.Count(other => other.Status is ScheduledTaskStatus.Active);
        if (task.Status is ScheduledTaskStatus.Active && active >= mostActive)
        {
            return $"this group has {active} active tasks, and may have {mostActive}. Cancel or pause one that is not needed first.";
        }

        if (others.Count >= 2 * mostActive)
        {
            return $"this group has {others.Count} tasks, the paused ones included, and may have {2 * mostActive}. Cancel one that is not needed first.";
        }

        var bytes = others.Append(task).Sum(known => (long)Encoding.UTF8.GetByteCount(known.Prompt));
        return bytes > MostBytes
            ? $"the prompts of this group's tasks may have {MostBytes} bytes in all, and would have {bytes}. Shorten them, or cancel a task that is not needed."
            : null;
    }
}
