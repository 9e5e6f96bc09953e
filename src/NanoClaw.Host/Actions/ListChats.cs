using System.Text;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Outbox;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Actions;

/// <summary>
/// The chats that exist and are no groups. Anybody can make one and title it, so no agent is told of them unasked: the
/// main group's may ask, the list goes to the chat itself, and to the agent with the next message.
/// </summary>
internal sealed class ListChats(IStore store, ChannelSet channels, Notices notices, TimeProvider time) : IAction
{
    private const int Most = 40;
    private const int LongestTitle = 60;
    private const int LongestJid = 80;

    public string Name => ActionNames.ListChats;

    public async ValueTask<PreparedEffect?> PrepareAsync(ActionCall call, CancellationToken cancellationToken)
    {
        if (!ActionPolicy.MayRegisterGroups(call.Actor))
        {
            throw new ActionRefusedException("only the main group may list the chats.");
        }

        var (text, hasTitles) = await WriteAsync(call.Arguments.TextOrNull("query"), cancellationToken);
        return new PreparedEffect
        {
            Summary = "List the chats that are no groups of mine.",
            Before = token => notices.AddAsync(call.Actor.Folder, call.Key, $"You asked with list_chats. {text}", token, isOfStrangers: hasTitles),
            Write = new EffectWrite { Texts = Deliveries.Of(call.Key, call.Actor.Jid, text, channels, time) },
        };
    }

    /// <summary>Whether a line is one of a list, with a title in it.</summary>
    public static bool IsItem(string line) =>
        line.Length > 2 && line.StartsWith("- ", StringComparison.Ordinal) && line.Contains(" \"", StringComparison.Ordinal) && line[^1] is '"';

    private async Task<(string Text, bool HasTitles)> WriteAsync(string? query, CancellationToken cancellationToken)
    {
        var groups = (await store.Groups.ListAsync(cancellationToken)).Select(group => group.Jid).ToHashSet(StringComparer.Ordinal);
        var found = (await store.Chats.ListAsync(cancellationToken))
            .Where(chat => chat.IsGroup is true && !groups.Contains(chat.Jid) && chat.Jid.Length <= LongestJid)
            .Where(chat => query is null || chat.Name?.Contains(query, StringComparison.OrdinalIgnoreCase) is true || chat.Jid == query)
            .ToList();
        if (found.Count == 0)
        {
            return ("I know of no such chat that is no group yet.", false);
        }

        var list = new StringBuilder(found.Count > Most ? $"The {Most} most recent of {found.Count} chats" : "The chats").Append(
            " that are no groups yet. Their titles were chosen by strangers."
        );
        foreach (var chat in found.Take(Most))
        {
            list.Append("\n- ")
                .Append(PlainText.Line(chat.Jid, LongestJid))
                .Append(" \"")
                .Append(PlainText.Line(chat.Name ?? "", LongestTitle).Replace('"', '\''))
                .Append('"');
        }

        return (list.ToString(), true);
    }
}
