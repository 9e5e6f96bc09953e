namespace NanoClaw.Host.Budget;

/// <summary>What the main group may write to the host itself about the budget.</summary>
internal enum BudgetOrder
{
    /// <summary>Say where the month stands.</summary>
    Show,
    /// <summary>Lift the limits for a day.</summary>
    Override,
    /// <summary>Let them hold again.</summary>
    EndOverride,
}

/// <summary>Reads such an order, in any case and with any blanks.</summary>
internal static class BudgetCommand
{
    public const string Override = "/budget override";
    public const string EndOverride = "/budget override off";

    public static BudgetOrder? Read(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant() switch
        {
            "/budget" => BudgetOrder.Show,
            Override or "/budget override on" => BudgetOrder.Override,
            EndOverride => BudgetOrder.EndOverride,
            _ => null,
        };
}
