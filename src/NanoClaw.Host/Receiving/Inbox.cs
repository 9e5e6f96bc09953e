using NanoClaw.Host.Channels;
using NanoClaw.Host.Decisions;
using NanoClaw.Host.Metrics;
using NanoClaw.Host.Orders;
using NanoClaw.Host.Outages;
using NanoClaw.Host.Queue;
using NanoClaw.Host.Stopping;
using NanoClaw.Host.Telemetry;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Receiving;

/// <summary>Stores what comes in and wakes its group.</summary>
internal sealed class Inbox(
    IStore store,
    GroupQueue queue,
    SenderAllowlist allowlist,
    OrderDesks orders,
    StopDesk stops,
    Answers heldAnswers,
    OutageGuard outages,
    InboxTroubles troubles,
    HostMetrics metrics,
    AnswerTimes answers,
    ContentLog content,
    string assistantName
) : IInbox
{
    public async ValueTask ReceiveAsync(ChatMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        try
        {
            await KeepAsync(message, cancellationToken);
        }
        catch (StoreException exception)
        {
            // The channel does not acknowledge it, and its service gives it again.
            troubles.NotKept(message.ChatJid, exception);
            throw;
        }
    }

    public ValueTask NoteChatAsync(Chat chat, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chat);
        return troubles.WatchAsync(chat.Jid, store.Chats.UpsertAsync(chat, cancellationToken));
    }

    public async ValueTask<PressAnswer> AnswerAsync(ButtonPress press, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(press);
        return await heldAnswers.TakeAsync(press, cancellationToken);
    }

    private async Task KeepAsync(ChatMessage message, CancellationToken cancellationToken)
    {
        // A linked account sees all of its owner's chats: what is said in those that are no groups is nobody's business here.
        if (await store.Groups.FindAsync(message.ChatJid, cancellationToken) is not { } group)
        {
            return;
        }

        if (!message.IsFromMe && !allowlist.IsKept(message.ChatJid, message.Sender))
        {
            return;
        }

        switch (await orders.TryTakeAsync(group, message, cancellationToken))
        {
            case OrderOutcome.Done:
                troubles.Kept(message.ChatJid);
                return;
            case OrderOutcome.DoneAndFreed:
                troubles.Kept(message.ChatJid);
                foreach (var chatJid in await store.Messages.ListPendingChatsAsync(cancellationToken))
                {
                    queue.EnqueueMessages(chatJid);
                }

                return;
        }

        if (StopCommand.Is(message.Content, group, assistantName, message.MentionsAssistant) && MayCall(message))
        {
            await stops.HandleAsync(message, cancellationToken);
            troubles.Kept(message.ChatJid);
            return;
        }

        if (await heldAnswers.TryTakeAsync(group, message, cancellationToken))
        {
            troubles.Kept(message.ChatJid);
            return;
        }

        if (message.MentionsAssistant && !message.IsBotMessage)
        {
            message = message with { Content = Trigger.Of(group.Trigger, assistantName).Before(message.Content, assistantName) };
        }

        await store.Messages.AddAsync(message, cancellationToken);
        troubles.Kept(message.ChatJid);
        metrics.MessageReceived();
        content.Received(message);
        if (!message.IsBotMessage)
        {
            answers.Stored(message);
            if (group.IsMain)
            {
                // Whoever looks after the assistant may just have mended it.
                await outages.HurryAsync(cancellationToken);
            }

            queue.EnqueueMessages(message.ChatJid);
        }
    }

    private bool MayCall(ChatMessage message) => !message.IsBotMessage && (message.IsFromMe || allowlist.MayCall(message.ChatJid, message.Sender));
}
