using System.Collections.Frozen;
using System.Globalization;
using NanoClaw.Store;

namespace NanoClaw.Host.Budget;

/// <summary>Where the bill's month stands, counted from the ledger; nothing is changed and nobody is told.</summary>
public static class BudgetCount
{
    internal const string OverrideKey = "budget:override-until";

    /// <summary>The state that was told last.</summary>
    internal const string StateKey = "budget:state";

    /// <summary>Nothing is held back, but a cheaper model answers.</summary>
    private const string CheaperWord = "Cheaper";

    /// <summary>
    /// Saving lowers the projection, and time alone does between two runs: it ends well below where it began, or it
    /// would begin and end with every run.
    /// </summary>
    private const decimal EndOfSaving = 0.9m;

    public static async Task<BudgetStatus> ReadAsync(IStore store, BudgetOptions options, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        var period = BillingPeriod.At(now, options.BillingDay);
        var totals = await store.Runs.SumUsageAsync(period.Start, period.End, UsagePeriod.Month, cancellationToken);
        var usage = new CloudUsage(
            totals.Sum(total => total.Runs), totals.Aggregate(TimeSpan.Zero, (sum, total) => sum + total.Duration));
        var soFar = options.IsCounted ? usage.CostUsd() : 0;
        var projected = options.IsCounted ? usage.CostUsd((decimal)(period.Days / period.Elapsed(now))) : 0;
        var model = options.Model.IsOn
            ? await ModelSpending.ReadAsync(store, options.Model, period.Start, period.End, (decimal)(period.Days / period.Elapsed(now)), cancellationToken)
            : null;
        var overridden = await store.State.FindAsync(OverrideKey, cancellationToken) is { } text
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var until)
            && until > now
                ? until
                : (DateTimeOffset?)null;
        var wasSaving = await store.State.FindAsync(StateKey, cancellationToken) is nameof(BudgetState.Saving) or CheaperWord;
        var isSaving = projected >= options.SavingFrom
            || (wasSaving && projected >= PriceTable.SubscriptionUsd + (EndOfSaving * (options.SavingFrom - PriceTable.SubscriptionUsd)));
        var state = !options.IsCounted ? BudgetState.Normal
            : soFar >= options.StopAt ? BudgetState.Stopped
            : isSaving ? BudgetState.Saving
            : BudgetState.Normal;
        var isModelHeading = model?.ProjectedUsd >= (wasSaving ? EndOfSaving : 1) * options.Model.SavingFrom;
        var ofModel = StateOf(model, options, isModelHeading);
        return new(overridden is not null ? BudgetState.Normal : ofModel > state ? ofModel : state, soFar, projected, period.End, overridden)
        {
            BeganAt = period.Start,
            Model = model,
            IsForModel = ofModel > state || (isModelHeading && state is BudgetState.Normal),
            SavingModel = overridden is null && (isModelHeading || state is BudgetState.Saving) ? options.SavingModel : null,
            GroupsUsedUp = overridden is not null || model is null
                ? FrozenSet<string>.Empty
                : model.ByGroupUsd.Where(group => group.Value >= options.Model.GroupStopAtUsd).Select(group => group.Key).ToFrozenSet(StringComparer.Ordinal),
        };
    }

    /// <summary>What was told last, or is to be told.</summary>
    internal static string WordOf(BudgetStatus status) =>
        status is { State: BudgetState.Normal, SavingModel: not null } ? CheaperWord : status.State.ToString();

    /// <summary>Where a cheaper model may take over, it does so as soon as the bill is heading there, and runs are capped only once it is there.</summary>
    private static BudgetState StateOf(ModelSpending? model, BudgetOptions options, bool isHeading) =>
        model is null ? BudgetState.Normal
        : model.SoFarUsd >= options.Model.StopAtUsd ? BudgetState.Stopped
        : isHeading && (options.SavingModel is null || model.SoFarUsd >= options.Model.SavingFrom) ? BudgetState.Saving
        : BudgetState.Normal;

    /// <summary>Whether the runs of this day, by UTC, are used up while saving.</summary>
    public static async Task<bool> IsDayUsedUpAsync(IStore store, BudgetOptions options, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        var runs = await store.Runs.SumUsageAsync(Today(now), Today(now).AddDays(1), UsagePeriod.Day, cancellationToken);
        return runs.Sum(total => total.Runs) >= options.RunsPerDayWhileSaving;
    }

    /// <summary>When the day's runs begin anew.</summary>
    public static DateTimeOffset NextDay(DateTimeOffset now) => Today(now).AddDays(1);

    private static DateTimeOffset Today(DateTimeOffset now) => new(now.UtcDateTime.Date, TimeSpan.Zero);
}
