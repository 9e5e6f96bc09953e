using NanoClaw.Host.Channels;
using NanoClaw.Store;

namespace NanoClaw.Host.Outbox;

/// <summary>A text for a chat from outside the assistant's process, which alone knows the channels.</summary>
public static class OutgoingText
{
    /// <summary>The text as messages for the outbox, short enough for every channel and broken at sensible places.</summary>
    /// <param name="key">Unique to this text: what is added again under the same key is not sent again.</param>
    /// <param name="chatJid">Where it goes.</param>
    /// <param name="text">What is said.</param>
    /// <param name="time">The clock.</param>
    public static IReadOnlyList<OutgoingMessage> Of(string key, string chatJid, string text, TimeProvider time) =>
        Deliveries.Of(key, chatJid, text, new ChannelSet([]), time);
}
