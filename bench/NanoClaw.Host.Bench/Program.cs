using System.Diagnostics;
using NanoClaw.Host.Bench;

if (args is [MemoryMeasurement.Command, var own])
{
    await MemoryMeasurement.ServeAsync(own);
    return;
}

// One side after the other in each round, so that whatever else the machine does meets all alike.
var rounds = args.Contains("--quick") ? 2 : 7;
const int warmUp = 300;
const int messages = 200;

var folder = Directory.CreateTempSubdirectory("nanoclaw-bench-");
try
{
    await using var cloud = await Cloud.StartAsync(Path.Combine(folder.FullName, "cloud"));
    await using var whole = await Rig.StartAsync(Path.Combine(folder.FullName, "whole"), cloud.Runtime);
    await using var alone = await Rig.StartAsync(Path.Combine(folder.FullName, "alone"), new InstantRuntime());
    var calls = new BareCalls(cloud.Runtime);
    // At the pace of the host, which has five runs at a time.
    using var five = new SemaphoreSlim(5);
    Side[] sides =
    [
        new("host and local cloud", whole.AnswerAsync, whole.ForgetSessionsAsync),
        new(
            "client and local cloud",
            CallAsync,
            () =>
            {
                calls.ForgetSessions();
                return Task.CompletedTask;
            }
        ),
        new("host alone", alone.AnswerAsync, alone.ForgetSessionsAsync),
    ];
    foreach (var side in sides)
    {
        await side.RunAsync(warmUp, isWarmUp: true);
    }

    for (var round = 0; round < rounds; round++)
    {
        foreach (var side in sides.Skip(round % sides.Length).Concat(sides.Take(round % sides.Length)))
        {
            await side.RunAsync(messages, isWarmUp: false);
        }
    }

    var memory = await MemoryMeasurement.RunAsync(cloud, Path.Combine(folder.FullName, "memory"));
    var report = Report.Write(sides, rounds * messages, memory);
    Console.WriteLine(report);
    if (args.Contains("--write"))
    {
        await File.WriteAllTextAsync(Report.File, report);
    }

    async Task<TimeSpan> CallAsync(int group)
    {
        var started = Stopwatch.GetTimestamp();
        await five.WaitAsync();
        var waited = Stopwatch.GetElapsedTime(started);
        try
        {
            return waited + await calls.AnswerAsync(group);
        }
        finally
        {
            five.Release();
        }
    }
}
finally
{
    folder.Delete(recursive: true);
}
