using NanoClaw.Store;

namespace NanoClaw.Host.Channels;

/// <summary>A place where people write: one small thing to implement for a new one.</summary>
public interface IChannel
{
    string Name { get; }

    ChannelStatus Status { get; }

    /// <summary>The longest text it sends in one message, in UTF-16 units.</summary>
    int MaxTextLength { get; }

    /// <summary>Whether what it sends comes back to the inbox, or is stored by the channel itself, as a message of its chat. Else the host keeps it.</summary>
    bool KeepsItsTexts => false;

    /// <summary>Whether a chat is one of this channel's, by the form of its jid.</summary>
    bool Owns(string chatJid);

    /// <summary>
    /// Connects, gives what comes in to the inbox, reconnects by itself, and returns when cancelled. A message counts
    /// as received when the inbox's call has returned.
    /// </summary>
    Task RunAsync(IInbox inbox, CancellationToken cancellationToken);

    /// <summary>
    /// Sends one text. It can come again with the same <see cref="OutgoingMessage.DeliveryId"/> after a crash or a
    /// failure: a channel that can recognise it sends it once.
    /// </summary>
    /// <exception cref="ChannelRefusedException">The service will never take it.</exception>
    Task SendAsync(OutgoingMessage message, CancellationToken cancellationToken);

    /// <summary>Shows or hides that the assistant is writing; a failure is of no consequence.</summary>
    Task SetTypingAsync(string chatJid, bool isTyping, CancellationToken cancellationToken);

    /// <summary>The chats the channel knows now.</summary>
    Task<IReadOnlyList<Chat>> ListChatsAsync(CancellationToken cancellationToken);
}
