using System.ComponentModel.DataAnnotations;
using NanoClaw.Cost.Reports;

namespace NanoClaw.Host.Budget;

/// <summary>The account's plan for Workers.</summary>
public enum WorkersPlan
{
    /// <summary>A subscription, and what goes beyond it by the unit.</summary>
    Paid,

    /// <summary>Nothing is ever billed: beyond what is included, requests are refused until the next day.</summary>
    Free,
}

/// <summary>What the month may cost, in USD.</summary>
public sealed record BudgetOptions
{
    /// <summary>Whether runs are on Cloudflare's bill. Where the agent runs in containers at home they are not, and nothing is saved or stopped.</summary>
    public bool RunsAreBilled { get; init; } = true;

    public WorkersPlan Plan { get; init; }

    /// <summary>Whether anything is counted: on Workers Free, and in containers at home, a run costs nothing.</summary>
    public bool IsCounted => RunsAreBilled && Plan is WorkersPlan.Paid;

    /// <summary>From this projection on, the process saves.</summary>
    [Range(0, 100_000)]
    public decimal SavingFrom { get; init; } = 12m;

    /// <summary>From this cost of the month so far on, no runs are started: below the limit, for what is under way.</summary>
    [Range(0, 100_000)]
    public decimal StopAt { get; init; } = 14.5m;

    /// <summary>The day of the month on which Cloudflare's bill begins.</summary>
    [Range(1, 31)]
    public int BillingDay { get; init; } = 1;

    /// <summary>Runs a day while saving, over all groups.</summary>
    [Range(0, 1_000_000)]
    public int RunsPerDayWhileSaving { get; init; } = 50;

    /// <summary>
    /// The model that is asked first while saving, one of the stack's. Where it is the model's bill that is saved on,
    /// it takes over before runs are capped. Null: none.
    /// </summary>
    public string? SavingModel { get; init; }

    /// <summary>What the model may cost, on its provider's bill; off unless it is set.</summary>
    public ModelBudgetOptions Model { get; init; } = new();

    /// <summary>By what a month is reckoned.</summary>
    public CostTerms Terms => new(IsCounted, Model.Prices, SavingFrom, StopAt);
}
