using System.Globalization;

namespace NanoClaw.Host.Budget;

/// <summary>What people are told of the budget unasked.</summary>
internal static class BudgetTexts
{
    public static string OfChange(BudgetStatus status)
    {
        var (soFar, projected) = status is { IsForModel: true, Model: { } model }
            ? (model.SoFarUsd, model.ProjectedUsd)
            : (status.SoFarUsd, status.ProjectedUsd);
        var whose = status.IsForModel ? "the model" : "Cloudflare";
        var sums = string.Create(CultureInfo.InvariantCulture, $"so far ${soFar:0.00}, projected ${projected:0.00}, new month on {status.ResetsAt:yyyy-MM-dd}");
        return status.State switch
        {
            BudgetState.Saving =>
                $"I am saving: {whose}'s bill is heading past the budget ({sums}). Recurring tasks wait and runs a day are capped{(status.SavingModel is { } cheaper ? $", and {cheaper} answers" : "")}. Send {BudgetCommand.Override} here to lift this for a day.",
            BudgetState.Stopped =>
                $"I have stopped: the month's budget for {whose} is used up ({sums}). Messages are kept and answered later. Send {BudgetCommand.Override} here to go on for a day.",
            _ when status.SavingModel is { } cheaper =>
                $"I am saving: {whose}'s bill is heading past the budget ({sums}), so {cheaper} answers from now on, in all groups. It ends by itself. Send {BudgetCommand.Override} here to lift this for a day.",
            _ => $"The budget is fine again ({sums}).",
        };
    }

    /// <param name="until">Until when, in the assistant's zone.</param>
    /// <param name="isMain">Whether the chat may lift it.</param>
    public static string OfWait(DateTimeOffset until, bool isMain) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"To stay within the budget I answer again from {until:yyyy-MM-dd HH:mm} on. Your messages are kept until then.{(isMain ? $" To go on at once: {BudgetCommand.Override}." : "")}"
        );
}
