using System.Diagnostics;

namespace NanoClaw.Agents.Bench;

/// <summary>
/// Takes turns, batch by batch, between the two clients, so that whatever else the machine does meets both alike. What
/// it compares is the processor time of the whole process, server included, which a busy machine hardly changes,
/// beside the time on the wall, which it does.
/// </summary>
internal static class PairedComparison
{
    // The tiered compiler is still at work for some ten thousand calls.
    private const int WarmUp = 20_000;

    public static async Task RunAsync(int deltas, int batches, int callsABatch)
    {
        await using var rig = await Rig.StartAsync(deltas);
        for (var i = 0; i < (deltas > 100 ? WarmUp / 5 : WarmUp); i++)
        {
            await rig.BareAsync();
            await rig.AgentsAsync();
        }

        var bare = new List<Sample>();
        var agents = new List<Sample>();
        for (var i = 0; i < batches; i++)
        {
            // Who goes first changes as well.
            if (i % 2 == 0)
            {
                bare.Add(await MeasureAsync(rig.BareAsync, callsABatch));
                agents.Add(await MeasureAsync(rig.AgentsAsync, callsABatch));
            }
            else
            {
                agents.Add(await MeasureAsync(rig.AgentsAsync, callsABatch));
                bare.Add(await MeasureAsync(rig.BareAsync, callsABatch));
            }
        }

        Console.WriteLine($"{deltas} deltas, {batches} batches of {callsABatch} calls each; medians a call");
        Print("processor time, us", s => s.ProcessorMicroseconds);
        Print("wall time, us", s => s.WallMicroseconds);
        Print("allocated, bytes", s => s.Bytes);

        void Print(string name, Func<Sample, double> value)
        {
            var ratio = Median(agents.Zip(bare, (a, b) => value(a) / value(b)));
            Console.WriteLine(
                $"  {name, -20} bare {Median(bare.Select(value)), 10:0.0}   agents {Median(agents.Select(value)), 10:0.0}   ratio of pairs {ratio:0.000}"
            );
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static async Task<Sample> MeasureAsync(Func<Task<int>> call, int calls)
    {
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var processor = Environment.CpuUsage.TotalTime;
        var wall = Stopwatch.GetTimestamp();
        for (var i = 0; i < calls; i++)
        {
            await call();
        }

        return new Sample(
            (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / calls,
            Stopwatch.GetElapsedTime(wall).TotalMicroseconds / calls,
            (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)calls
        );
    }

    private sealed record Sample(double ProcessorMicroseconds, double WallMicroseconds, double Bytes);
}
