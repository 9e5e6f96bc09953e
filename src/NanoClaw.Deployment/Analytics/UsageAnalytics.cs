using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanoClaw.Deployment.Cloudflare;
using NanoClaw.Pricing;

namespace NanoClaw.Deployment.Analytics;

/// <summary>Asks Cloudflare what an account used. Each dataset is asked by itself: what one does not tell keeps none of the others.</summary>
public sealed class UsageAnalytics(CloudflareApi api, string accountId)
{
    /// <summary>From one day to another, both included, by UTC.</summary>
    /// <param name="first">The first day.</param>
    /// <param name="last">The last one.</param>
    /// <param name="monthDays">The days of the whole month: what is kept is billed by the month.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<AnalyticsReport> ReadAsync(DateOnly first, DateOnly last, double monthDays, CancellationToken cancellationToken = default)
    {
        var units = new Dictionary<CloudItem, decimal>();
        var workers = new Dictionary<string, decimal>(StringComparer.Ordinal);
        var troubles = new List<AnalyticsTrouble>();
        foreach (var dataset in Datasets.All)
        {
            var failure =
                troubles is [.., { } before] && Refusal.IsForAll(before.Failure)
                    ? before.Failure
                    : await AddAsync(dataset, first, last, (decimal)monthDays, units, workers, cancellationToken).ConfigureAwait(false);
            if (failure is { } why)
            {
                troubles.Add(new(dataset.Name, dataset.Items, why, Refusal.Text(why, accountId)));
            }
        }

        return new(units, workers, troubles);
    }

    private async Task<AnalyticsFailure?> AddAsync(
        Dataset dataset,
        DateOnly first,
        DateOnly last,
        decimal monthDays,
        Dictionary<CloudItem, decimal> units,
        Dictionary<string, decimal> workers,
        CancellationToken cancellationToken
    )
    {
        var rows = new List<AnalyticsRow>();
        if (await ReadRowsAsync(dataset, first, last, rows, cancellationToken).ConfigureAwait(false) is { } failure)
        {
            return failure;
        }

        foreach (var item in dataset.Items)
        {
            units[item] = 0;
        }

        foreach (var row in rows)
        {
            foreach (var (item, amount) in dataset.Read(row))
            {
                units[item] += dataset.IsKept ? amount / monthDays : amount;
            }

            if (dataset.Name == Datasets.Workers && row.Dimension("scriptName") is { Length: > 0 } worker)
            {
                workers[worker] = workers.GetValueOrDefault(worker) + row.Sum("requests");
            }
        }

        return null;
    }

    /// <summary>A plan that lets less be asked for at once is asked by halves.</summary>
    private async Task<AnalyticsFailure?> ReadRowsAsync(
        Dataset dataset,
        DateOnly first,
        DateOnly last,
        List<AnalyticsRow> rows,
        CancellationToken cancellationToken
    )
    {
        GraphAnswer answer;
        try
        {
            answer = await api.AskAsync(dataset.Query, Variables(first, last), cancellationToken).ConfigureAwait(false);
        }
        catch (DeploymentException exception)
        {
            return exception.Failure is DeploymentFailure.Limited ? AnalyticsFailure.Limited : AnalyticsFailure.Unavailable;
        }

        var found = answer.IsDone && answer.Account.TryGetProperty(dataset.Name, out var list) && list.ValueKind is JsonValueKind.Array ? list : default;
        // An answer that is full may have left out some.
        if (first < last && (Refusal.IsTooWide(answer) || (found.ValueKind is JsonValueKind.Array && found.GetArrayLength() >= Dataset.MostRows)))
        {
            var middle = first.AddDays((last.DayNumber - first.DayNumber) / 2);
            return await ReadRowsAsync(dataset, first, middle, rows, cancellationToken).ConfigureAwait(false)
                ?? await ReadRowsAsync(dataset, middle.AddDays(1), last, rows, cancellationToken).ConfigureAwait(false);
        }

        if (found.ValueKind is not JsonValueKind.Array)
        {
            return answer.IsDone ? AnalyticsFailure.Changed : Refusal.Of(answer);
        }

        rows.AddRange(found.EnumerateArray().Select(row => new AnalyticsRow(row)));
        return null;
    }

    private JsonObject Variables(DateOnly first, DateOnly last) =>
        new()
        {
            ["accountTag"] = accountId,
            ["start"] = first.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["end"] = last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
}
