using NanoClaw.Host.Channels;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Outbox;

/// <summary>A text as messages of its channel's length, with ids that the same event always gives again.</summary>
internal static class Deliveries
{
    public static IReadOnlyList<OutgoingMessage> Of(string eventKey, string chatJid, string text, ChannelSet channels, TimeProvider time) =>
        [
            .. TextParts
                .Split(text, channels.MaxTextLength(chatJid))
                .Select(
                    (part, index) =>
                        new OutgoingMessage
                        {
                            DeliveryId = $"{eventKey}:{index}",
                            ChatJid = chatJid,
                            Text = HeldAnswer.Disarm(part),
                            CreatedAt = time.GetUtcNow(),
                        }
                ),
        ];

    /// <summary>The one text that says that a run failed, however often it is found out.</summary>
    public static IReadOnlyList<OutgoingMessage> OfFailure(AgentRun run, string text, ChannelSet channels, TimeProvider time) =>
        Of($"{run.RunId}:failed", run.ChatJid, text, channels, time);
}
