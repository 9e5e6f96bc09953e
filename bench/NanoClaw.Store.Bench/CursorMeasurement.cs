using System.Diagnostics;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Store.Bench;

/// <summary>The median time, in milliseconds, to read the 10 messages of a chat that follow a cursor.</summary>
internal sealed record CursorMeasurement(int Size, double Store, double Baseline)
{
    private const int Queries = 10_000;

    public static async Task<IReadOnlyList<CursorMeasurement>> RunAsync(string folder, Baseline baseline)
    {
        var path = Path.Combine(folder, "cursor.db");
        var results = new List<CursorMeasurement>();
        var stored = 0;
        foreach (var size in new[] { 10_000, 100_000, 1_000_000 })
        {
            await using (var store = SqliteStore.Open(new StoreOptions { Path = path }))
            {
                for (; stored < size; stored += 1000)
                {
                    await store.Messages.AddAsync([.. Enumerable.Range(stored, 1000).Select(n => Samples.Message(n))]);
                }
            }

            // The 10 newest of each of 50 chats are after the cursor.
            var cursor = (size / 50) - 10L;
            var (own, other) = (new List<double>(), new List<double>());
            for (var round = 0; round < Samples.Rounds; round++)
            {
                own.Add(await MeasureAsync(path, cursor));
                other.Add(await baseline.MeasureAsync("cursor", path, Queries, cursor, StoreSql.Select, Bench.Baseline.EqualSettings));
            }

            results.Add(new(size, Samples.Median(own), Samples.Median(other)));
        }

        return results;
    }

    private static async Task<double> MeasureAsync(string path, long cursor)
    {
        await using var store = SqliteStore.Open(new StoreOptions { Path = path });
        var times = new double[Queries];
        for (var query = -Queries; query < Queries; query++)
        {
            var started = Stopwatch.GetTimestamp();
            var found = await store.Messages.ReadSinceAsync($"chat{(query + Queries) % 50}@g.us", new(cursor, null), 10);
            if (query >= 0)
            {
                times[query] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }

            if (found.Count != 10)
            {
                throw new InvalidOperationException($"Expected 10 messages, found {found.Count}.");
            }
        }

        return Samples.Median(times);
    }
}
