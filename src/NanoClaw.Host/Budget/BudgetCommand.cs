namespace NanoClaw.Host.Budget;

/// <summary>Reads an order about the budget, in any case and with any blanks.</summary>
internal static class BudgetCommand
{
    public const string Show = "/budget";
    public const string Override = $"{Show} override";
    public const string EndOverride = $"{Override} off";

    public static BudgetOrder? Read(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant() switch
        {
            Show => BudgetOrder.Show,
            Override or $"{Override} on" => BudgetOrder.Override,
            EndOverride => BudgetOrder.EndOverride,
            _ => null,
        };
}
