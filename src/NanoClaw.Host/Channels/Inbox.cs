using NanoClaw.Host.Budget;
using NanoClaw.Host.Health;
using NanoClaw.Host.Queue;
using NanoClaw.Host.Runs;
using NanoClaw.Host.Telemetry;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Channels;

/// <summary>Stores what comes in and wakes its group.</summary>
internal sealed class Inbox(
    IStore store,
    GroupQueue queue,
    SenderAllowlist allowlist,
    BudgetGuard budget,
    OutboxSender outbox,
    ChannelSet channels,
    HostMetrics metrics,
    AnswerTimes answers,
    ContentLog content,
    string assistantName,
    TimeProvider time) : IInbox
{
    public async ValueTask ReceiveAsync(ChatMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        // A linked account sees all of its owner's chats: what is said in those that are no groups is nobody's business here.
        if (await store.Groups.FindAsync(message.ChatJid, cancellationToken) is not { } group)
        {
            return;
        }

        if (!message.IsFromMe && !allowlist.IsKept(message.ChatJid, message.Sender))
        {
            return;
        }

        if (message.Content.Trim() == BudgetCommand.Override && MayOverride(group, message))
        {
            await OverrideBudgetAsync(message, cancellationToken);
            return;
        }

        if (message.MentionsAssistant && !message.IsBotMessage)
        {
            message = message with { Content = Trigger.Of(group.Trigger, assistantName).Before(message.Content, assistantName) };
        }

        await store.Messages.AddAsync(message, cancellationToken);
        metrics.MessageReceived();
        content.Received(message);
        if (!message.IsBotMessage)
        {
            answers.Stored(message);
            queue.EnqueueMessages(message.ChatJid);
        }
    }

    public ValueTask NoteChatAsync(Chat chat, CancellationToken cancellationToken = default) =>
        store.Chats.UpsertAsync(chat, cancellationToken);

    private bool MayOverride(RegisteredGroup group, ChatMessage message) =>
        group.IsMain && !message.IsBotMessage && (message.IsFromMe || allowlist.MayCall(message.ChatJid, message.Sender));

    private async Task OverrideBudgetAsync(ChatMessage message, CancellationToken cancellationToken)
    {
        var until = await budget.OverrideAsync(cancellationToken);
        await outbox.AddAsync(
            Deliveries.Of($"override:{message.Id}", message.ChatJid, $"The budget is lifted until {until:yyyy-MM-dd HH:mm} UTC.", channels, time),
            cancellationToken);
        foreach (var chatJid in await store.Messages.ListPendingChatsAsync(cancellationToken))
        {
            queue.EnqueueMessages(chatJid);
        }
    }
}
