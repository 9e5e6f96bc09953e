using NanoClaw.Agents;
using NanoClaw.Host.Models;
using NanoClaw.Store;

namespace NanoClaw.Host.Requests;

/// <summary>
/// The request of a run: only what the contract names ever leaves this machine, and never more of it, or anything
/// else, than the Worker takes.
/// </summary>
internal sealed class RequestBuilder(IStore store, GroupMemory memory, LeftOutNews news, ModelChoices models, HostOptions options)
{
    public async Task<AgentRequest> BuildAsync(
        RegisteredGroup group,
        string chatJid,
        string prompt,
        string? sessionId,
        bool isScheduledTask,
        CancellationToken cancellationToken,
        bool holdsStrangers = false
    )
    {
        var (model, effort) = await models.OfAsync(group, cancellationToken);
        var fitted = RequestFit.Fit(
            Bare(group, chatJid, prompt, sessionId, isScheduledTask) with
            {
                Metadata = (GuardsOf(group, holdsStrangers) ?? new()) with
                {
                    AssistantName = options.AssistantName,
                    Timezone = options.ZoneName,
                    Model = model,
                    Effort = effort,
                    MaxActiveTasks = options.TasksPerGroup is AgentContract.UsualActiveTasks ? null : options.TasksPerGroup,
                },
            },
            group,
            await memory.ReadAsync(group.Folder, group.IsMain, cancellationToken),
            await store.Tasks.ListAsync(group.IsMain ? null : group.Folder, cancellationToken),
            group.IsMain ? await store.Groups.ListAsync(cancellationToken) : []
        );
        await news.TellAsync(fitted.LeftOut, cancellationToken);
        return fitted.Request;
    }

    /// <summary>The request with nothing in it that may be left out, for what is refused otherwise. What guards the group is no such thing.</summary>
    public static AgentRequest Bare(
        RegisteredGroup group,
        string chatJid,
        string prompt,
        string? sessionId,
        bool isScheduledTask,
        bool holdsStrangers = false
    ) =>
        new()
        {
            Prompt = PromptFit.Fit(prompt),
            // What a Worker of old, or a v1 before it, called a session need be none.
            SessionId = AgentContract.IsSessionId(sessionId) ? sessionId : null,
            GroupFolder = group.Folder,
            ChatJid = WireJid.Of(chatJid),
            IsMain = group.IsMain,
            IsScheduledTask = isScheduledTask,
            Metadata = GuardsOf(group, holdsStrangers),
        };

    /// <summary>Whether a request has nothing in it that may be left out.</summary>
    public static bool IsBare(AgentRequest request) =>
        request.Metadata is not { } metadata || metadata == new AgentMetadata { Fetch = metadata.Fetch, Strangers = metadata.Strangers };

    /// <summary>What keeps memory, strangers' words and the way out apart; null: all of it is as the contract has it by default.</summary>
    private static AgentMetadata? GuardsOf(RegisteredGroup group, bool holdsStrangers) =>
        group.Fetch is null && !holdsStrangers
            ? null
            : new AgentMetadata
            {
                // A word that is none closes the way out, and refuses no message.
                Fetch = group.Fetch is null || AgentFetch.IsKnown(group.Fetch) ? group.Fetch : AgentFetch.Off,
                Strangers = holdsStrangers ? true : null,
            };
}
