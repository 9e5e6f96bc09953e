using NanoClaw.Host.Channels;
using NanoClaw.Host.Outbox;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Actions;

/// <summary>A text at once, to the group's own chat or, from the main group, to any.</summary>
internal sealed class SendMessage(IStore store, ChannelSet channels, TimeProvider time) : IAction
{
    public string Name => ActionNames.SendMessage;

    public bool Speaks => true;

    public async ValueTask<PreparedEffect?> PrepareAsync(ActionCall call, CancellationToken cancellationToken)
    {
        var text = OutputText.Clean(call.Arguments.Text("text"));
        var chatJid = call.Arguments.TextOrNull("chatJid") is { } named && named != WireJid.Of(call.Actor.Jid) ? named : call.Actor.Jid;
        if (!ActionPolicy.MaySendTo(call.Actor, chatJid))
        {
            throw new ActionRefusedException("this group may send messages to its own chat only.");
        }

        // A group's text waits for its channel to come back; a chat that is nobody's would wait for ever.
        var group = await store.Groups.FindAsync(chatJid, cancellationToken);
        if (group is null && channels.Find(chatJid) is null)
        {
            throw ActionRefusedException.Quoting($"no channel serves the chat {chatJid}.");
        }

        return text.Length == 0
            ? null
            : new PreparedEffect
            {
                Summary = group is null
                    ? $"Send a message to the chat {ShownText.Line(chatJid, 256)}, which is no group of mine."
                    : $"Send a message to {GroupName.Of(group)}.",
                ReachesOthers = chatJid != call.Actor.Jid,
                Write = new EffectWrite { Texts = Deliveries.Of(call.Key, chatJid, text, channels, time) },
                IsOutput = chatJid == call.Actor.Jid,
            };
    }
}
