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
