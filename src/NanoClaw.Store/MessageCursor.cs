using System.Runtime.InteropServices;

namespace NanoClaw.Store;

/// <summary>
/// A place in a chat's messages, by order of arrival: a channel may deliver two messages of one second in any order, or an
/// old one late, and a cursor of timestamps would pass over it.
/// </summary>
/// <param name="Arrival">The last message included; 0 before the first.</param>
/// <param name="Timestamp">The newest timestamp included: what NanoClaw v1 reads as its cursor.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MessageCursor(long Arrival, DateTimeOffset? Timestamp)
{
    public static MessageCursor Start => default;

    /// <summary>The cursor that also includes <paramref name="message"/>.</summary>
    public MessageCursor Including(ChatMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new(Math.Max(Arrival, message.Arrival), Timestamp is { } known && known >= message.Timestamp ? known : message.Timestamp);
    }
}
