using Microsoft.Extensions.Logging;
using NanoClaw.Host.Channels;
using NanoClaw.Store;

namespace NanoClaw.Host.Actions;

/// <summary>Reads the chats that the channels know now.</summary>
internal sealed partial class RefreshGroups(IStore store, ChannelSet channels, TimeProvider time, ILogger<RefreshGroups> logger) : IAction
{
    public string Name => ActionNames.RefreshGroups;

    public ValueTask<PreparedEffect?> PrepareAsync(ActionCall call, CancellationToken cancellationToken) =>
        ActionPolicy.MayRegisterGroups(call.Actor)
            ? ValueTask.FromResult<PreparedEffect?>(new PreparedEffect { Summary = "Read the names of all chats anew.", Before = RefreshAsync })
            : throw new ActionRefusedException("only the main group may refresh the groups.");

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
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

    [LoggerMessage(LogLevel.Warning, "The chats of channel {Channel} could not be listed ({Kind}).", EventName = "chats_not_listed")]
    private partial void LogNotListed(string channel, string kind, Exception exception);
}
