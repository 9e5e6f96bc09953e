using System.Diagnostics;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Store.Bench;

/// <summary>Messages stored in a second, the sides taking turns.</summary>
internal sealed record InsertMeasurement(double Store, double Baseline, double StoreBatches, double BaselineBatches, double StoreConcurrent, double V1Default)
{
    private const int Singles = 20_000;
    private const int Batched = 100_000;
    private const int V1Rows = 2_000;

    public static async Task<InsertMeasurement> RunAsync(string folder, Baseline baseline)
    {
        var (singles, others, batches, otherBatches, concurrent, v1) = (
            new List<double>(),
            new List<double>(),
            new List<double>(),
            new List<double>(),
            new List<double>(),
            new List<double>()
        );
        for (var round = 0; round < Samples.Rounds; round++)
        {
            singles.Add(await StoreAsync(Fresh(), Singles, OneByOneAsync));
            others.Add(await baseline.MeasureAsync("one by one", await PreparedAsync(), Singles, 0, StoreSql.Insert, Bench.Baseline.EqualSettings));
            batches.Add(await StoreAsync(Fresh(), Batched, InBatchesAsync));
            otherBatches.Add(await baseline.MeasureAsync("batches of 1000", await PreparedAsync(), Batched, 0, StoreSql.Insert, Bench.Baseline.EqualSettings));
            concurrent.Add(await StoreAsync(Fresh(), Singles, ManyAtOnceAsync));
            v1.Add(await baseline.MeasureAsync("one by one", StoreSql.CreateV1(Fresh()), V1Rows, 0, StoreSql.V1Insert, Bench.Baseline.V1Settings));
        }

        return new(
            Samples.Median(singles),
            Samples.Median(others),
            Samples.Median(batches),
            Samples.Median(otherBatches),
            Samples.Median(concurrent),
            Samples.Median(v1)
        );

        string Fresh() => Path.Combine(folder, Guid.NewGuid() + ".db");

        async Task<string> PreparedAsync()
        {
            var path = Fresh();
            await using var store = await OpenAsync(path);
            return path;
        }
    }

    private static async Task<double> StoreAsync(string path, int rows, Func<IStore, int, Task> write)
    {
        await using var store = await OpenAsync(path);
        var watch = Stopwatch.StartNew();
        await write(store, rows);
        return rows / watch.Elapsed.TotalSeconds;
    }

    /// <summary>Both sides begin with the chats there.</summary>
    private static async Task<SqliteStore> OpenAsync(string path)
    {
        var store = SqliteStore.Open(new StoreOptions { Path = path });
        for (var chat = 0; chat < 50; chat++)
        {
            await store.Chats.UpsertAsync(new Chat { Jid = $"chat{chat}@g.us" });
        }

        return store;
    }

    private static async Task OneByOneAsync(IStore store, int rows)
    {
        for (var number = 0; number < rows; number++)
        {
            await store.Messages.AddAsync(Samples.Message(number));
        }
    }

    private static async Task InBatchesAsync(IStore store, int rows)
    {
        for (var number = 0; number < rows; number += 1000)
        {
            await store.Messages.AddAsync([.. Enumerable.Range(number, 1000).Select(n => Samples.Message(n))]);
        }
    }

    private static Task ManyAtOnceAsync(IStore store, int rows) =>
        Parallel.ForAsync(
            0,
            rows,
            new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (number, token) => await store.Messages.AddAsync(Samples.Message(number), token)
        );
}
