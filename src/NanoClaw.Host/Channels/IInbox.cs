using NanoClaw.Store;

namespace NanoClaw.Host.Channels;

/// <summary>Where channels put what comes in.</summary>
public interface IInbox
{
    /// <summary>
    /// Stores the message of a group and has it answered; of a chat that is no group nothing is kept. When it returns,
    /// the message will not be lost.
    /// </summary>
    ValueTask ReceiveAsync(ChatMessage message, CancellationToken cancellationToken = default);

    /// <summary>Takes an answer to a question that went out with buttons.</summary>
    ValueTask<PressAnswer> AnswerAsync(ButtonPress press, CancellationToken cancellationToken = default);

    /// <summary>Notes a chat's name or last activity.</summary>
    ValueTask NoteChatAsync(Chat chat, CancellationToken cancellationToken = default);
}
