using NanoClaw.Host.Channels;
using NanoClaw.Host.Outages;
using NanoClaw.Host.Outbox;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Tasks;

/// <summary>Tells a chat that something planned was not done: a single task always, of one that recurs the first failure in a row.</summary>
internal sealed class TaskNews(OutboxSender outbox, ChannelSet channels, TimeProvider time)
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

    /// <summary>What an agent says to itself is nobody's to read in a prompt that it wrote either.</summary>
    private static string PromptOf(ScheduledTask task)
    {
        var plan = OutputText.Clean(task.Prompt);
        return plan.Length <= PromptShown ? plan : PlainText.Head(plan, PromptShown) + "...";
    }
}
