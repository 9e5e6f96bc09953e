using NanoClaw.Host.Budget;
using NanoClaw.Store;

namespace NanoClaw.Host.Shares;

/// <summary>Whether messages may be answered now: the month's budget and the group's share of the day allow it.</summary>
internal sealed class AnswerPermit(BudgetGuard budget, RunShares shares)
{
    /// <summary>Where not, the chat is told, and its messages wait for the poll after it is allowed again.</summary>
    public async Task<bool> MayAnswerAsync(RegisteredGroup group, CancellationToken cancellationToken) =>
        await budget.MayAnswerAsync(group, cancellationToken) && await shares.MayRunAsync(group, isTask: false, cancellationToken);
}
