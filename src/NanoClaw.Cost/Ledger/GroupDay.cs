using NanoClaw.Store;

namespace NanoClaw.Cost.Ledger;

/// <summary>What one group used on one day, by UTC.</summary>
/// <param name="Day">The day.</param>
/// <param name="GroupFolder">The group.</param>
/// <param name="Runs">Runs that began.</param>
/// <param name="Failed">Of them, those that failed.</param>
/// <param name="Duration">How long they took, all in all.</param>
/// <param name="Tokens">What they had each model read and write.</param>
public sealed record GroupDay(DateOnly Day, string GroupFolder, long Runs, long Failed, TimeSpan Duration, IReadOnlyList<ModelUse> Tokens);
