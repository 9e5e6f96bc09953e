using NanoClaw.Cost.Reports;

namespace NanoClaw.Cost.WhatIf;

/// <summary>What a whole month would cost.</summary>
public sealed record WhatIfReport
{
    public required decimal RunsPerDay { get; init; }

    public required decimal SecondsPerRun { get; init; }

    /// <summary>The model that answers; null: those of the ledger, in its proportions.</summary>
    public required string? Model { get; init; }

    public required decimal FreshPerRun { get; init; }

    public required decimal CacheReadPerRun { get; init; }

    public required decimal CacheWritePerRun { get; init; }

    public required decimal OutputPerRun { get; init; }

    public required decimal Groups { get; init; }

    /// <summary>From where what was not said is: <c>ledger</c>, or <c>typical</c> where the month has no run that told its tokens.</summary>
    public required string Basis { get; init; }

    public required decimal CloudflareUsd { get; init; }

    public required decimal ModelUsd { get; init; }

    /// <summary>Whether the budget would save all month: at an even rate its projection is the same from the first day on.</summary>
    public required bool Saves { get; init; }

    /// <summary>The day of the month, from 1 on, on which it would stop; null: not in this month.</summary>
    public required int? StopsOnDay { get; init; }

    /// <summary>Of a whole month; what was used so far is what is projected.</summary>
    public required IReadOnlyList<CostItem> Items { get; init; }
}
