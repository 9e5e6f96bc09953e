using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Outbox;
using NanoClaw.Host.Telemetry;
using NanoClaw.Store;

namespace NanoClaw.Host.Scheduling.Legacy;

/// <summary>At a start in v1's place: puts schedules of v1's forms into ours, pauses what nobody can read, and tells the main group.</summary>
internal sealed partial class V1Schedules(
    IStore store,
    Schedule schedule,
    OutboxSender outbox,
    ChannelSet channels,
    ContentLog content,
    TimeProvider time,
    ILogger<V1Schedules> logger
)
{
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var translated = new List<(ScheduledTask Task, V1Schedule Now)>();
        var unreadable = new List<(ScheduledTask Task, string Reason)>();
        foreach (var task in await store.Tasks.ListAsync(cancellationToken: cancellationToken))
        {
            if (task.Status is ScheduledTaskStatus.Completed)
            {
                continue;
            }

            if (V1Schedule.Translate(task, schedule, now) is { } found)
            {
                translated.Add((task, found));
            }
            else if (task.Status is ScheduledTaskStatus.Active && V1Schedule.FindObstacle(task, schedule, now) is { } reason)
            {
                unreadable.Add((task, reason));
            }
        }

        if (translated.Count + unreadable.Count == 0)
        {
            return;
        }

        // Told first, under a key that the same tasks give again: a crash in between tells it once.
        await TellAsync([.. Lines(translated, unreadable)], cancellationToken);
        foreach (var (task, found) in translated)
        {
            LogTranslated(task.Id, content.ReasonOf($"{task.ScheduleValue} -> {found.Value}", "nanoclaw tasks list shows it"));
            await store.Tasks.ReplaceAsync(task, task with { ScheduleValue = found.Value }, cancellationToken);
        }

        foreach (var (task, reason) in unreadable)
        {
            LogPaused(task.Id, content.ReasonOf(reason, "nanoclaw tasks list says why"));
            await store.Tasks.ReplaceAsync(task, task with { Status = ScheduledTaskStatus.Paused, LastResult = $"Error: {reason}" }, cancellationToken);
        }
    }

    private static IEnumerable<string> Lines(List<(ScheduledTask Task, V1Schedule Now)> translated, List<(ScheduledTask Task, string Reason)> unreadable)
    {
        if (translated.Count > 0)
        {
            yield return "The schedules of these tasks were written in an older form. They run as before, and now read:";
            foreach (var (task, found) in translated)
            {
                yield return $"- {Shown(task.Id)} of {Shown(task.GroupFolder)}: \"{Shown(task.ScheduleValue)}\" is now \"{found.Value}\" ({found.Change})";
            }
        }

        if (unreadable.Count > 0)
        {
            yield return "These tasks are paused, since they have no time to run at. Tell me when each should run, or cancel it:";
            foreach (var (task, reason) in unreadable)
            {
                yield return $"- {Shown(task.Id)} of {Shown(task.GroupFolder)}: {Shown(reason, 200)}";
            }
        }
    }

    private async Task TellAsync(IReadOnlyList<string> lines, CancellationToken cancellationToken)
    {
        if ((await store.Groups.ListAsync(cancellationToken)).FirstOrDefault(group => group.IsMain) is { } main)
        {
            var text = string.Join('\n', lines);
            var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
            await outbox.AddAsync(Deliveries.Of($"v1-schedules:{key}", main.Jid, text, channels, time), cancellationToken);
        }
    }

    /// <summary>On one line, and no longer than tells which it is.</summary>
    private static string Shown(string text, int most = 64) =>
        string.Concat(
            (text.Length <= most ? text : text[..most]).Select(character => char.IsControl(character) || char.IsSurrogate(character) ? '\uFFFD' : character)
        );

    [LoggerMessage(LogLevel.Information, "The schedule of task {Task} is put into today's form: {Change}", EventName = "v1_schedule_translated")]
    private partial void LogTranslated(string task, string change);

    [LoggerMessage(LogLevel.Warning, "Task {Task} is paused: {Reason}", EventName = "v1_task_paused")]
    private partial void LogPaused(string task, string reason);
}
