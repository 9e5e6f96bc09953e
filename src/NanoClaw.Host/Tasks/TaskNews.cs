using NanoClaw.Host.Channels;
using NanoClaw.Host.Outages;
using NanoClaw.Host.Outbox;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Tasks;

/// <summary>Tells a chat that something planned was not done: a single task always, of one that recurs the first failure in a row.</summary>
internal sealed class TaskNews(IStore store, OutboxSender outbox, ChannelSet channels, HostOptions options, TimeProvider time)
{
    /// <summary>How <c>last_result</c> of a run that failed begins.</summary>
    public const string FailurePrefix = "Error: ";

    private const int PromptShown = 200;

    /// <param name="task">The task as it was before this run was noted.</param>
    /// <param name="run">The run that failed, why, and whether it had said something.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task TellOfFailureAsync(ScheduledTask task, AgentRun run, CancellationToken cancellationToken)
    {
        if (task.ScheduleType is not ScheduleType.Once && task.LastResult?.StartsWith(FailurePrefix, StringComparison.Ordinal) is true)
        {
            return;
        }

        var prompt = PromptOf(task);
        var text =
            run.HasOutput ? "I was cut off after that, while I did something planned. If something is missing, please ask for it."
            : task.ScheduleType is ScheduleType.Once ? $"Something was planned for now, and I could not do it: {prompt}"
            : $"Something planned failed this time, and is tried again at its next one: {prompt}";
        var advice = OutageCauses.IsOfTheTurn(run.ErrorCode) ? "\nIt was more than I may do at once: plan less in one task, or several." : "";
        await outbox.AddAsync(Deliveries.Of($"{run.RunId}:not-done", task.ChatJid, text + advice, channels, time), cancellationToken);
    }

    /// <summary>No run came of it, as when the group's memory cannot be read: it waits until that is mended. Once a day.</summary>
    public async Task TellOfTroubleAsync(ScheduledTask task, CancellationToken cancellationToken) =>
        await outbox.AddAsync(
            Deliveries.Of(
                $"trouble:{task.Id}:{time.GetUtcNow():yyyyMMdd}",
                task.ChatJid,
                $"Something planned cannot be done at the moment: something is wrong where I run, and my log says what. I try it again until that is mended: {PromptOf(task)}",
                channels,
                time
            ),
            cancellationToken
        );

    /// <summary>It is paused, since it cannot run: to the main group, which has the cure, and which may be the only one that is left of it.</summary>
    public async Task TellOfPauseAsync(ScheduledTask task, string reason, CancellationToken cancellationToken)
    {
        if ((await store.Groups.ListAsync(cancellationToken)).FirstOrDefault(group => group.IsMain) is not { } main)
        {
            return;
        }

        var id = new ShortTaskIds(await store.Tasks.ListAsync(cancellationToken: cancellationToken)).Of(task.Id);
        await outbox.AddAsync(
            Deliveries.Of(
                $"paused:{task.Id}:{task.NextRun:yyyyMMddTHHmmss}",
                main.Jid,
                $"The task {ShownText.Line(id, 64)} of {ShownText.Line(task.GroupFolder, 64)} was to run now, and is paused: {ShownText.Line(reason, 300)}. Mend that, then nanoclaw tasks resume {ShownText.Line(id, 64)}; or nanoclaw tasks cancel {ShownText.Line(id, 64)}.",
                channels,
                time
            ),
            cancellationToken
        );
    }

    /// <summary>The budget lets it not run at its time: a single task is told with what it was, those that recur once a month of the bill.</summary>
    /// <param name="task">The task that is due.</param>
    /// <param name="group">Its group, which is told.</param>
    /// <param name="month">When the bill's next month begins.</param>
    /// <param name="until">Until when it waits at the longest; null: until the bill is no longer heading past the budget.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task TellOfBudgetAsync(
        ScheduledTask task,
        RegisteredGroup group,
        DateTimeOffset month,
        DateTimeOffset? until,
        CancellationToken cancellationToken
    )
    {
        var isOnce = task.ScheduleType is ScheduleType.Once;
        var longest = until is { } end
            ? FormattableString.Invariant($" until {TimeZoneInfo.ConvertTime(end, options.Zone):yyyy-MM-dd HH:mm} at the longest")
            : "";
        await outbox.AddAsync(
            Deliveries.Of(
                isOnce ? $"budget-task:{task.Id}:{task.NextRun:yyyyMMddTHHmmss}" : $"budget-tasks:{task.GroupFolder}:{month:yyyyMMdd}",
                group.Jid,
                isOnce
                    ? $"Something was planned for now, and to stay within the budget it waits{longest}: {PromptOf(task)}"
                    : $"What recurs here by plan waits{longest}, to stay within the budget; then it goes on by itself.",
                channels,
                time
            ),
            cancellationToken
        );
    }

    /// <summary>What an agent says to itself is nobody's to read in a prompt that it wrote either.</summary>
    private static string PromptOf(ScheduledTask task)
    {
        var plan = OutputText.Clean(task.Prompt);
        return plan.Length <= PromptShown ? plan : PlainText.Head(plan, PromptShown) + "...";
    }
}
