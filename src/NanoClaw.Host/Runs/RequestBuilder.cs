using NanoClaw.Agents;
using NanoClaw.Store;

namespace NanoClaw.Host.Runs;

/// <summary>The request of a run: only what the contract names ever leaves this machine.</summary>
internal sealed class RequestBuilder(IStore store, GroupMemory memory, HostOptions options)
{
    private const int MostTasks = 200;
    private const int MostGroups = 500;

    public async Task<AgentRequest> BuildAsync(
        RegisteredGroup group, string chatJid, string prompt, string? sessionId, bool isScheduledTask, CancellationToken cancellationToken) => new()
        {
            Prompt = prompt,
            SessionId = sessionId,
            GroupFolder = group.Folder,
            ChatJid = chatJid,
            IsMain = group.IsMain,
            IsScheduledTask = isScheduledTask,
            Metadata = new AgentMetadata
            {
                AssistantName = options.AssistantName,
                Timezone = options.TimeZone,
                Memory = await memory.ReadAsync(group.Folder, group.IsMain, cancellationToken),
                // A word that is none closes the way out, and refuses no message.
                Fetch = group.Fetch is null || AgentFetch.IsKnown(group.Fetch) ? group.Fetch : AgentFetch.Off,
                Tasks = await ListTasksAsync(group, cancellationToken),
                Groups = group.IsMain ? await ListGroupsAsync(cancellationToken) : null,
            },
        };

    private async Task<IReadOnlyList<AgentTask>> ListTasksAsync(RegisteredGroup group, CancellationToken cancellationToken) =>
    [
        .. (await store.Tasks.ListAsync(group.IsMain ? null : group.Folder, cancellationToken)).Take(MostTasks).Select(task => new AgentTask
        {
            Id = task.Id,
            GroupFolder = task.GroupFolder,
            Prompt = task.Prompt,
            ScheduleType = task.ScheduleType.ToString().ToLowerInvariant(),
            ScheduleValue = task.ScheduleValue,
            Status = task.Status.ToString().ToLowerInvariant(),
            NextRun = task.NextRun,
        }),
    ];

    private async Task<IReadOnlyList<AgentGroup>> ListGroupsAsync(CancellationToken cancellationToken)
    {
        var folders = (await store.Groups.ListAsync(cancellationToken)).ToDictionary(group => group.Jid, group => group.Folder, StringComparer.Ordinal);
        return
        [
            .. (await store.Chats.ListAsync(cancellationToken))
                .Where(chat => chat.IsGroup is true || folders.ContainsKey(chat.Jid))
                .Take(MostGroups)
                .Select(chat => new AgentGroup { Jid = chat.Jid, Name = chat.Name ?? chat.Jid, Folder = folders.GetValueOrDefault(chat.Jid) }),
        ];
    }
}
