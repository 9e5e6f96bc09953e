using NanoClaw.Host.Budget;
using NanoClaw.Host.Outbox;
using NanoClaw.Host.Shares;
using NanoClaw.Store;

namespace NanoClaw.Host.Turns;

/// <summary>Whether messages may be answered now: the month's budget and the group's share of the day allow it.</summary>
internal sealed class AnswerPermit(IStore store, BudgetGuard budget, RunShares shares, OutboxSender outbox)
{
    /// <summary>Where not, the chat is told, and its messages wait for the poll after it is allowed again.</summary>
    public async Task<bool> MayAnswerAsync(RegisteredGroup group, CancellationToken cancellationToken)
    {
        if (!await budget.MayAnswerAsync(group, cancellationToken) || !await shares.MayRunAsync(group, isTask: false, cancellationToken))
        {
            return false;
        }

        await ForgetWaitsAsync(group.Jid, cancellationToken);
        return true;
    }

    /// <summary>A chat that could not be told of a wait, since its channel was away, reads nothing of it once it is over.</summary>
    private async Task ForgetWaitsAsync(string chatJid, CancellationToken cancellationToken)
    {
        var pending = await store.Outbox.ListPendingAsync(chatJid, cancellationToken);
        foreach (var told in pending.Where(text => IsOfWait(text.DeliveryId)))
        {
            await outbox.WithdrawAsync(chatJid, told.DeliveryId, cancellationToken);
        }
    }

    private static bool IsOfWait(string deliveryId) =>
        deliveryId.StartsWith(BudgetNews.WaitKey, StringComparison.Ordinal) || deliveryId.StartsWith(RunShares.MessagesKey, StringComparison.Ordinal);
}
