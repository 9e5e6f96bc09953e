using NanoClaw.Host.Channels;
using NanoClaw.Host.Requests;
using NanoClaw.Store;

namespace NanoClaw.Host.Turns;

/// <summary>Which chats are answered here; what is written in the others is kept.</summary>
internal sealed class ServedGroups(IStore store, ChannelSet channels, LeftOutNews news)
{
    /// <summary>Whether the chat is a group at all, whoever serves it.</summary>
    public async Task<bool> IsRegisteredAsync(string chatJid, CancellationToken cancellationToken) =>
        await store.Groups.FindAsync(chatJid, cancellationToken) is not null;

    /// <returns>Null: its channel is not here, it is not registered, or no agent can run for it, which people are told.</returns>
    public async Task<RegisteredGroup?> FindAsync(string chatJid, CancellationToken cancellationToken)
    {
        // Without its channel, a chat's messages wait where they are.
        if (channels.Find(chatJid) is null || await store.Groups.FindAsync(chatJid, cancellationToken) is not { } group)
        {
            return null;
        }

        if (GroupFolder.IsValid(group.Folder))
        {
            return group;
        }

        await news.TellAsync([GroupList.Unusable(group)], cancellationToken);
        return null;
    }
}
