using System.Globalization;
using System.Runtime.CompilerServices;
using NanoClaw.Home.Running;
using NanoClaw.Host.Budget;

namespace NanoClaw.Doctor.Checks;

/// <summary>Where the month stands, and whether runs have failed lately.</summary>
public sealed class BudgetCheck : IDoctorCheck
{
    private const int MostRead = 100;
    private static readonly TimeSpan Lately = TimeSpan.FromDays(1);

    public string Name => "budget";

    public async IAsyncEnumerable<Finding> RunAsync(DoctorContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var store = context.OpenStore();
        if (store is null)
        {
            yield return Finding.Skipped("There is no store to look into.");
            yield break;
        }

        var status = await BudgetCount.ReadAsync(store, context.Settings!.Host.Budget, context.Now, cancellationToken);
        var sums = string.Create(
            CultureInfo.InvariantCulture,
            $"${status.SoFarUsd:0.00} so far, ${status.ProjectedUsd:0.00} projected, new month on {status.ResetsAt:yyyy-MM-dd}"
        );
        if (status.Model is { } model)
        {
            sums += string.Create(CultureInfo.InvariantCulture, $"; the model ${model.SoFarUsd:0.00} so far, ${model.ProjectedUsd:0.00} projected");
        }

        var cure =
            $"Write /budget override in the main group for a day without limits, or raise {(status.IsForModel ? "MODEL_BUDGET_SAVING_FROM and MODEL_BUDGET_STOP_AT" : "BUDGET_SAVING_FROM and BUDGET_STOP_AT")}.";
        yield return status.State switch
        {
            BudgetState.Stopped => Finding.Problem($"Stopped: {sums}. Nobody is answered.", cure),
            BudgetState.Saving => Finding.Warning($"Saving: {sums}.", cure),
            _ when status.SavingModel is { } cheaper => Finding.Warning($"Saving with {cheaper}: {sums}.", cure),
            _ => Finding.Ok(context.Settings.Host.Budget.IsCounted || status.Model is not null ? sums : BudgetWords.NotBilled),
        };

        var failed = (await store.Runs.ListFailedAsync(MostRead, cancellationToken)).Where(run => run.EndedAt > context.Now - Lately).ToList();
        if (failed.Count > 0)
        {
            var codes = failed
                .GroupBy(run => (run.GroupFolder, Code: run.ErrorCode ?? "unknown"))
                .OrderByDescending(code => code.Count())
                .Select(code => $"{code.Key.Code} {code.Count()}x in {code.Key.GroupFolder}");
            yield return Finding.Warning(
                $"Runs that failed in the last day: {string.Join(", ", codes)}.",
                "docs/CONTRACT.md tells what each means; nanoclaw status shows the latest."
            );
        }
    }
}
