using System.ComponentModel.DataAnnotations;
using NanoClaw.Pricing;

namespace NanoClaw.Host.Budget;

/// <summary>What the model may cost in a month of Cloudflare's bill, in USD; off unless something of it is set.</summary>
public sealed record ModelBudgetOptions
{
    private const decimal UsualShareOfStop = 0.8m;

    /// <summary>From this projection on, the process saves.</summary>
    [Range(0, 1_000_000)]
    public decimal? SavingFromUsd { get; init; }

    /// <summary>From this cost of the month so far on, no runs are started.</summary>
    [Range(0, 1_000_000)]
    public decimal? StopAtUsd { get; init; }

    /// <summary>From this cost of one group's month so far on, no runs of that group are started.</summary>
    [Range(0, 1_000_000)]
    public decimal? GroupStopAtUsd { get; init; }

    /// <summary>Takes the place of the table's prices, for all models.</summary>
    public ModelPrice? Prices { get; init; }

    public bool IsOn => SavingFromUsd is not null || StopAtUsd is not null || GroupStopAtUsd is not null;

    /// <summary>As it is set; else where four fifths of what stops it are reached.</summary>
    internal decimal? SavingFrom => SavingFromUsd ?? StopAtUsd * UsualShareOfStop;
}
