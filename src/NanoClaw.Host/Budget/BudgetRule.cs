using System.Collections.Frozen;
using NanoClaw.Pricing;

namespace NanoClaw.Host.Budget;

/// <summary>Judges a month: pure arithmetic.</summary>
internal static class BudgetRule
{
    /// <summary>
    /// Saving lowers the projection, and time alone does between two runs: it ends well below where it began, or it
    /// would begin and end with every run.
    /// </summary>
    private const decimal EndOfSaving = 0.9m;

    public static BudgetStatus Judge(BudgetFigures figures, BudgetOptions options)
    {
        var (bill, model) = (figures.Cloudflare, figures.Model);
        var state = StateOfCloudflare(figures, options);
        var isHeading = model?.ProjectedUsd >= (figures.WasSaving ? EndOfSaving : 1) * options.Model.SavingFrom;
        var ofModel = StateOfModel(model, options, isHeading);
        var holds = figures.OverriddenUntil is null;
        return new(
            !holds ? BudgetState.Normal
                : ofModel > state ? ofModel
                : state,
            bill.SoFarUsd,
            bill.ProjectedUsd,
            figures.Period.End,
            figures.OverriddenUntil
        )
        {
            BeganAt = figures.Period.Start,
            Model = model,
            IsForModel = ofModel > state || (isHeading && state is BudgetState.Normal),
            SavingModel = holds && (isHeading || state is BudgetState.Saving) ? options.SavingModel : null,
            GroupsUsedUp =
                holds && model is not null
                    ? model
                        .ByGroupUsd.Where(group => group.Value >= options.Model.GroupStopAtUsd)
                        .Select(group => group.Key)
                        .ToFrozenSet(StringComparer.Ordinal)
                    : FrozenSet<string>.Empty,
        };
    }

    private static BudgetState StateOfCloudflare(BudgetFigures figures, BudgetOptions options)
    {
        var (bill, saving) = (figures.Cloudflare, options.SavingFrom);
        // The subscription is there whatever is saved.
        var endOfSaving = PriceTable.SubscriptionUsd + (EndOfSaving * (saving - PriceTable.SubscriptionUsd));
        return !options.IsCounted ? BudgetState.Normal
            : bill.SoFarUsd >= options.StopAt ? BudgetState.Stopped
            : bill.ProjectedUsd >= saving || (figures.WasSaving && bill.ProjectedUsd >= endOfSaving) ? BudgetState.Saving
            : BudgetState.Normal;
    }

    /// <summary>Where a cheaper model may take over, it does so as soon as the bill is heading there, and runs are capped only once it is there.</summary>
    private static BudgetState StateOfModel(ModelSpending? model, BudgetOptions options, bool isHeading) =>
        model is null ? BudgetState.Normal
        : model.SoFarUsd >= options.Model.StopAtUsd ? BudgetState.Stopped
        : isHeading && (options.SavingModel is null || model.SoFarUsd >= options.Model.SavingFrom) ? BudgetState.Saving
        : BudgetState.Normal;
}
