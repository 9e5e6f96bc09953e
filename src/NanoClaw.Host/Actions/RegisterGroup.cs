using NanoClaw.Agents;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Actions;

/// <summary>Lets the assistant take part in another chat.</summary>
internal sealed class RegisterGroup(IStore store, HostOptions options, TimeProvider time) : IAction
{
    private const int LongestName = 128;
    private const int LongestTrigger = 64;

    public string Name => ActionNames.RegisterGroup;

    public async ValueTask<PreparedEffect?> PrepareAsync(ActionCall call, CancellationToken cancellationToken)
    {
        if (!ActionPolicy.MayRegisterGroups(call.Actor))
        {
            throw new ActionRefusedException("only the main group may register groups.");
        }

        var (jid, folder, name) = (call.Arguments.Text("jid"), call.Arguments.Text("folder"), call.Arguments.Text("name"));
        var trigger = call.Arguments.TextOrNull("trigger");
        if (!AgentContract.IsChatJid(jid) || name.Length > LongestName || trigger?.Length > LongestTrigger)
        {
            throw new ActionRefusedException($"jid may have {AgentContract.MaxJid} characters, name {LongestName} and trigger {LongestTrigger}.");
        }

        if (!GroupFolder.IsValid(folder))
        {
            throw new ActionRefusedException("the folder must have letters, digits, _ and - only, begin with a letter or digit, and not be global.");
        }

        var groups = await store.Groups.ListAsync(cancellationToken);
        var known = groups.FirstOrDefault(group => group.Jid == jid);
        // Two folders that differ in case alone are one on some disks, and are taken for one another by people.
        if (known?.Folder != folder && groups.Any(group => group.Jid != jid && group.Folder.Equals(folder, StringComparison.OrdinalIgnoreCase)))
        {
            throw ActionRefusedException.Quoting($"another group has the folder {folder}, or one that differs in case alone.");
        }

        return new PreparedEffect
        {
            Summary = known is null
                ? $"Take part in the chat {ShownText.Line(jid, 256)} as a group of mine: its members can then call me."
                : $"Change {GroupName.Of(known)}.",
            ReachesOthers = true,
            Before = _ => MakeFolderAsync(folder),
            Write = new EffectWrite
            {
                Group = new RegisteredGroup
                {
                    Jid = jid,
                    Name = name,
                    Folder = folder,
                    Trigger = trigger ?? known?.Trigger ?? $"@{options.AssistantName}",
                    AddedAt = known?.AddedAt ?? time.GetUtcNow(),
                    ContainerConfig = known?.ContainerConfig,
                    RequiresTrigger = known?.RequiresTrigger ?? true,
                    // No agent makes a group the main one, or says what it may read.
                    IsMain = known?.IsMain ?? false,
                    Fetch = known?.Fetch,
                    Model = known?.Model,
                    Effort = known?.Effort,
                },
                ReadUntil = known is null ? await PassOverAsync(jid, cancellationToken) : null,
            },
        };
    }

    private Task MakeFolderAsync(string folder)
    {
        try
        {
            GroupFolders.Make(options.GroupsFolder, folder);
            return Task.CompletedTask;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ActionRefusedException.Quoting($"the folder {folder} cannot be made.", exception);
        }
    }

    /// <summary>What was written before a chat became a group is not answered: it may be of last year.</summary>
    private async Task<MessageCursor?> PassOverAsync(string jid, CancellationToken cancellationToken) =>
        await store.Messages.ReadHistoryAsync(jid, 1, cancellationToken) is [var newest]
            ? (await store.Cursors.GetAgentAsync(jid, cancellationToken)).Including(newest)
            : null;
}
