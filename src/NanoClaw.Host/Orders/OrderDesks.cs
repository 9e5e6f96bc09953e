using NanoClaw.Host.Budget;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Models;
using NanoClaw.Host.Outbox;
using NanoClaw.Host.Text;
using NanoClaw.Host.Usage;
using NanoClaw.Store;

namespace NanoClaw.Host.Orders;

/// <summary>Takes what is written to the process itself to the desk that does it.</summary>
internal sealed class OrderDesks(
    SenderAllowlist allowlist,
    UsageDesk usage,
    BudgetDesk budget,
    ModelDesk models,
    OutboxSender outbox,
    ChannelSet channels,
    string assistantName,
    TimeProvider time
)
{
    public async Task<OrderOutcome> TryTakeAsync(RegisteredGroup group, ChatMessage message, CancellationToken cancellationToken)
    {
        var text = ChatOrders.Plain(WithoutCall(group, message));
        if (ChatOrders.Find(text) is not { } order || (order.IsMainOnly && !group.IsMain) || !MayOrder(message))
        {
            return OrderOutcome.NotTaken;
        }

        if (UsageDesk.IsOrder(text))
        {
            await usage.HandleAsync(group, message, cancellationToken);
            return OrderOutcome.Done;
        }

        if (BudgetCommand.Read(text) is { } wish)
        {
            await budget.HandleAsync(wish, group, message, cancellationToken);
            return OrderOutcome.DoneAndFreed;
        }

        if (ModelOrder.Read(text) is { } choice)
        {
            await models.HandleAsync(choice, group, message, cancellationToken);
            return OrderOutcome.Done;
        }

        // A slip of the pen is not for an agent, which could not do it, and may not even be asked at the moment.
        await outbox.AddAsync(
            Deliveries.Of(
                $"order:{message.ChatJid}:{message.Id}",
                message.ChatJid,
                $"I do not understand that. It is {order.Usage}: {order.What}.",
                channels,
                time
            ),
            cancellationToken
        );
        return OrderOutcome.Done;
    }

    /// <summary>Behind the name that calls the assistant, and behind that of its account, an order is one as well.</summary>
    private string WithoutCall(RegisteredGroup group, ChatMessage message)
    {
        if (!message.MentionsAssistant && !Trigger.Of(group.Trigger, assistantName).IsCalledBy(message.Content))
        {
            return message.Content;
        }

        var words = message.Content.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).SkipWhile(word => word.StartsWith('@')).ToList();
        return words is [['/', ..], ..] ? string.Join(' ', words) : message.Content;
    }

    /// <summary>An order is a person's own words: what was forwarded, or said in the name of a chat, is somebody else's.</summary>
    private bool MayOrder(ChatMessage message) =>
        !message.IsBotMessage && message.IsOwnWords && (message.IsFromMe || allowlist.MayCall(message.ChatJid, message.Sender));
}
