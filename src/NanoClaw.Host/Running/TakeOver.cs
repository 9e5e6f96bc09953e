using Microsoft.Extensions.Logging;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Decisions;
using NanoClaw.Host.Outages;
using NanoClaw.Host.Queue;
using NanoClaw.Host.Scheduling.Legacy;
using NanoClaw.Store;

namespace NanoClaw.Host.Running;

/// <summary>Takes up what an earlier process left, v1 included: outages, schedules, runs under way.</summary>
internal sealed partial class TakeOver(
    IStore store,
    GroupQueue queue,
    OutageGuard outages,
    V1Schedules schedules,
    RuleTable rules,
    ChannelSet channels,
    HostOptions options,
    ILogger<TakeOver> logger
)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!GroupFolders.Close(options.GroupsFolder))
        {
            LogOpenFolder(options.GroupsFolder);
        }

        await outages.LoadAsync(cancellationToken);
        var groups = await store.Groups.ListAsync(cancellationToken);
        ReportUnserved(groups);
        foreach (var stray in rules.FindStrayFolders([.. groups.Select(group => group.Folder)]))
        {
            LogStrayFolder(stray);
        }

        await schedules.SettleAsync(cancellationToken);
        foreach (var run in await store.Runs.ListUnfinishedAsync(cancellationToken))
        {
            if (run.TaskId is { } taskId)
            {
                queue.EnqueueTask(groups.FirstOrDefault(group => group.Folder == run.GroupFolder)?.Jid ?? run.ChatJid, taskId);
            }
            else
            {
                queue.EnqueueMessages(run.ChatJid);
            }
        }
    }

    private void ReportUnserved(IReadOnlyList<RegisteredGroup> groups)
    {
        var unserved = groups.Where(group => channels.Find(group.Jid) is null).ToList();
        if (unserved.Count > 0)
        {
            LogUnserved(string.Join(", ", unserved.Select(group => group.Folder)));
        }
    }

    [LoggerMessage(LogLevel.Warning, "No channel of this process serves the groups {Groups}: what is theirs waits.", EventName = "groups_unserved")]
    private partial void LogUnserved(string groups);

    [LoggerMessage(LogLevel.Warning, "A rule names a group that is not there, and never fits: {Reason}", EventName = "rule_without_group")]
    private partial void LogStrayFolder(string reason);

    [LoggerMessage(LogLevel.Warning, "Others on this machine may look into {Path}, which is another user's to close.", EventName = "folder_open_to_others")]
    private partial void LogOpenFolder(string path);
}
