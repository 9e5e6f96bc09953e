using System.Collections.Frozen;

namespace NanoClaw.Host.Budget;

/// <summary>Where the month stands, in USD.</summary>
public sealed record BudgetStatus(BudgetState State, decimal SoFarUsd, decimal ProjectedUsd, DateTimeOffset ResetsAt, DateTimeOffset? OverriddenUntil)
{
    /// <summary>Nothing is held back, but a cheaper model answers.</summary>
    internal const string CheaperWord = "Cheaper";

    /// <summary>The first moment of the bill's month.</summary>
    public DateTimeOffset BeganAt { get; init; }

    /// <summary>What the model cost; null where that is no budget's concern.</summary>
    public ModelSpending? Model { get; init; }

    /// <summary>Folders of the groups that have used up what their model may cost in the month.</summary>
    public IReadOnlySet<string> GroupsUsedUp { get; init; } = FrozenSet<string>.Empty;

    /// <summary>The cheaper model that is asked first now; null: each group has its own.</summary>
    public string? SavingModel { get; init; }

    /// <summary>Whether it is the model's bill, and not Cloudflare's, for which it saves or has stopped.</summary>
    public bool IsForModel { get; init; }

    /// <summary>What was told last, or is to be told.</summary>
    internal string Word => this is { State: BudgetState.Normal, SavingModel: not null } ? CheaperWord : State.ToString();
}
