using System.Text;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Runs;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Actions;

/// <summary>
/// The chats that exist and are no groups. Anybody can make one and title it, so no agent is told of them unasked: the
/// main group's may ask, the list goes to the chat itself, and to the agent with the next message.
/// </summary>
internal sealed class ChatActions(IStore store, OutboxSender outbox, ChannelSet channels, Notices notices, TimeProvider time)
{
    private const int Most = 40;
    private const int LongestTitle = 60;
    private const int LongestJid = 80;

    public async Task ListAsync(RegisteredGroup actor, string eventKey, ActionArguments arguments, CancellationToken cancellationToken)
    {
        if (!ActionPolicy.MayRegisterGroups(actor))
        {
            throw new ActionRefusedException("only the main group may list the chats.");
        }

        var query = arguments.TextOrNull("query");
        var groups = (await store.Groups.ListAsync(cancellationToken)).Select(group => group.Jid).ToHashSet(StringComparer.Ordinal);
        var found = (await store.Chats.ListAsync(cancellationToken))
            .Where(chat => chat.IsGroup is true && !groups.Contains(chat.Jid) && chat.Jid.Length <= LongestJid)
            .Where(chat => query is null || chat.Name?.Contains(query, StringComparison.OrdinalIgnoreCase) is true || chat.Jid == query)
            .ToList();
        var list = new StringBuilder();
        foreach (var chat in found.Take(Most))
        {
            list.Append("\n- ").Append(chat.Jid).Append(" \"").Append(PlainText.Line(chat.Name ?? "", LongestTitle).Replace('"', '\'')).Append('"');
        }

        var text = found.Count == 0
            ? "I know of no such chat that is no group yet."
            : $"{(found.Count > Most ? $"The {Most} most recent of {found.Count} chats" : "The chats")} that are no groups yet. Their titles were chosen by strangers.{list}";
        await outbox.AddAsync(Deliveries.Of(eventKey, actor.Jid, text, channels, time), cancellationToken);
        await notices.AddAsync(actor.Folder, eventKey, $"You asked with list_chats. {text}", cancellationToken);
    }
}
