using Microsoft.Extensions.Logging;
using NanoClaw.Agents;
using NanoClaw.Host.Channels;
using NanoClaw.Store;

namespace NanoClaw.Host.Actions;

/// <summary>What the main group's agent does with chats and groups.</summary>
internal sealed partial class GroupActions(IStore store, ChannelSet channels, HostOptions options, TimeProvider time, ILogger<GroupActions> logger)
{
    private const int LongestName = 128;
    private const int LongestTrigger = 64;

    public async Task RegisterAsync(RegisteredGroup actor, ActionArguments arguments, CancellationToken cancellationToken)
    {
        if (!ActionPolicy.MayRegisterGroups(actor))
        {
            throw new ActionRefusedException("only the main group may register groups.");
        }

        var (jid, folder, name) = (arguments.Text("jid"), arguments.Text("folder"), arguments.Text("name"));
        var trigger = arguments.TextOrNull("trigger");
        if (!AgentContract.IsChatJid(jid) || name.Length > LongestName || trigger?.Length > LongestTrigger)
        {
            throw new ActionRefusedException($"jid may have {AgentContract.MaxJid} characters, name {LongestName} and trigger {LongestTrigger}.");
        }

        if (!GroupFolder.IsValid(folder))
        {
            throw new ActionRefusedException("the folder must have letters, digits, _ and - only, begin with a letter or digit, and not be global.");
        }

        // Two folders that differ in case alone are one on some disks, and are taken for one another by people.
        var groups = await store.Groups.ListAsync(cancellationToken);
        var known = groups.FirstOrDefault(group => group.Jid == jid);
        if (known?.Folder != folder && groups.Any(group => group.Jid != jid && group.Folder.Equals(folder, StringComparison.OrdinalIgnoreCase)))
        {
            throw ActionRefusedException.Quoting($"another group has the folder {folder}, or one that differs in case alone.");
        }

        MakeFolder(folder);
        if (known is null)
        {
            await PassOverAsync(jid, cancellationToken);
        }

        try
        {
            await store.Groups.PutAsync(
                new RegisteredGroup
                {
                    Jid = jid,
                    Name = name,
                    Folder = folder,
                    Trigger = trigger ?? known?.Trigger ?? $"@{options.AssistantName}",
                    AddedAt = known?.AddedAt ?? time.GetUtcNow(),
                    ContainerConfig = known?.ContainerConfig,
                    RequiresTrigger = known?.RequiresTrigger ?? true,
                    // No agent makes a group the main one.
                    IsMain = known?.IsMain ?? false,
                },
                cancellationToken);
        }
        catch (StoreException exception) when (exception.Failure is StoreFailure.Conflict)
        {
            throw ActionRefusedException.Quoting($"another group has the folder {folder}.", exception);
        }
    }

    public async Task RefreshAsync(RegisteredGroup actor, CancellationToken cancellationToken)
    {
        if (!ActionPolicy.MayRegisterGroups(actor))
        {
            throw new ActionRefusedException("only the main group may refresh the groups.");
        }

        var silent = new List<string>();
        foreach (var channel in channels.All)
        {
            foreach (var chat in await ListChatsAsync(channel, silent, cancellationToken))
            {
                await store.Chats.UpsertAsync(chat, cancellationToken);
            }
        }

        await store.Chats.SetLastGroupSyncAsync(time.GetUtcNow(), cancellationToken);
        if (silent.Count > 0)
        {
            throw new ActionRefusedException($"the chats of {string.Join(" and ", silent)} cannot be listed now.");
        }
    }

    private void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(Path.Combine(options.GroupsFolder, folder));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ActionRefusedException.Quoting($"the folder {folder} cannot be made.", exception);
        }
    }

    /// <summary>What was written before a chat became a group is not answered: it may be of last year.</summary>
    private async Task PassOverAsync(string jid, CancellationToken cancellationToken)
    {
        if (await store.Messages.ReadHistoryAsync(jid, 1, cancellationToken) is [var newest])
        {
            var cursor = await store.Cursors.GetAgentAsync(jid, cancellationToken);
            await store.Cursors.SetAgentAsync(jid, cursor.Including(newest), cancellationToken);
        }
    }

    /// <summary>A channel that is down holds up neither the others nor the run.</summary>
    private async Task<IReadOnlyList<Chat>> ListChatsAsync(IChannel channel, List<string> silent, CancellationToken cancellationToken)
    {
        try
        {
            return await channel.ListChatsAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or StoreException))
        {
            LogNotListed(channel.Name, exception.GetType().Name, exception);
            silent.Add(channel.Name);
            return [];
        }
    }

    [LoggerMessage(LogLevel.Warning, "The chats of channel {Channel} could not be listed ({Kind}).")]
    private partial void LogNotListed(string channel, string kind, Exception exception);
}
