using NanoClaw.Host.Budget;
using NanoClaw.Host.Models;
using NanoClaw.Host.Usage;
using NanoClaw.Store;

namespace NanoClaw.Host.Orders;

/// <summary>Takes what is written to the process itself to the desk that does it.</summary>
internal sealed class OrderDesks(SenderAllowlist allowlist, UsageDesk usage, BudgetDesk budget, ModelDesk models)
{
    public async Task<OrderOutcome> TryTakeAsync(RegisteredGroup group, ChatMessage message, CancellationToken cancellationToken)
    {
        if (ChatOrders.Find(message.Content) is not { } order || (order.IsMainOnly && !group.IsMain) || !MayOrder(message))
        {
            return OrderOutcome.NotTaken;
        }

        if (UsageDesk.IsOrder(message.Content))
        {
            await usage.HandleAsync(group, message, cancellationToken);
            return OrderOutcome.Done;
        }

        if (BudgetCommand.Read(message.Content) is { } wish)
        {
            await budget.HandleAsync(wish, group, message, cancellationToken);
            return OrderOutcome.DoneAndFreed;
        }

        if (ModelOrder.Read(message.Content) is { } choice)
        {
            await models.HandleAsync(choice, group, message, cancellationToken);
            return OrderOutcome.Done;
        }

        return OrderOutcome.NotTaken;
    }

    /// <summary>An order is a person's own words: what was forwarded, or said in the name of a chat, is somebody else's.</summary>
    private bool MayOrder(ChatMessage message) =>
        !message.IsBotMessage && message.IsOwnWords && (message.IsFromMe || allowlist.MayCall(message.ChatJid, message.Sender));
}
