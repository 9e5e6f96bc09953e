using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace NanoClaw.Store.Bench;

internal static class Report
{
    public static string Write(InsertMeasurement inserts, IReadOnlyList<CursorMeasurement> cursors)
    {
        var text = new StringBuilder();
        text.AppendLine(
            $"""
            # The store, measured

            Beside better-sqlite3 12.11.1 (v1's driver), on files of the same schema, with the same statements and settings (WAL, `synchronous = NORMAL`, foreign keys, a checkpoint at 16,000 pages), taking turns in one run; medians of {Samples.Rounds} rounds. "v1" is better-sqlite3 with v1's schema, statement and settings (none).
            .NET {Environment.Version}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores, shared with other work.

            ## Messages stored in a second

            | | store | better-sqlite3 | store / better-sqlite3 | store / v1 ({Number(inserts.V1Default)} a second) |
            |---|---|---|---|---|
            """
        );
        Row("one by one", inserts.Store, inserts.Baseline);
        Row("batches of 1,000", inserts.StoreBatches, inserts.BaselineBatches);
        text.AppendLine(
            $"| 64 writers at once, each one by one | {Number(inserts.StoreConcurrent)} | - | - | {inserts.StoreConcurrent / inserts.V1Default:0.0} |"
        );
        text.AppendLine(
            """

            ## Messages since the cursor (10 of one chat), milliseconds

            | messages in the database | store | better-sqlite3 |
            |---|---|---|
            """
        );
        foreach (var cursor in cursors)
        {
            text.AppendLine($"| {Number(cursor.Size)} | {cursor.Store:0.0000} | {cursor.Baseline:0.0000} |");
        }

        text.AppendLine();
        text.AppendLine(
            "To measure again: `npm ci` in `bench/NanoClaw.Store.Bench/baseline`, then `dotnet run -c Release --project bench/NanoClaw.Store.Bench bench/NanoClaw.Store.Bench/RESULTS.md`."
        );
        return text.ToString();

        void Row(string name, double store, double baseline) =>
            text.AppendLine($"| {name} | {Number(store)} | {Number(baseline)} | {store / baseline:0.00} | {store / inserts.V1Default:0.0} |");
    }

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
