namespace NanoClaw.Host.Budget;

public enum BudgetState
{
    Normal,

    /// <summary>Slower polling, a cap of runs a day, recurring tasks deferred.</summary>
    Saving,

    /// <summary>No runs until the next month of the bill, or an override.</summary>
    Stopped,
}
