using System.Diagnostics;

namespace NanoClaw.Host.Bench;

/// <summary>One of the things compared, and what was measured of it.</summary>
internal sealed class Side(string name, Func<int, Task<TimeSpan>> answer, Func<Task> forgetSessions)
{
    /// <summary>People leave a moment between two messages; without one, the end of the run before is measured as well.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly List<double> _oneGroup = [];
    private readonly List<double> _manyGroups = [];
    private readonly List<double> _busy = [];
    private readonly List<double> _perSecond = [];
    private readonly List<double> _kilobytes = [];

    public string Name => name;

    public Latencies OneGroup => Latencies.Of(_oneGroup);

    public Latencies ManyGroups => Latencies.Of(_manyGroups);

    /// <summary>While every group has a message under way at any time.</summary>
    public Latencies Busy => Latencies.Of(_busy);

    public double PerSecond => Latencies.Median(_perSecond);

    /// <summary>Allocated a message while busy, the edge's and the model's share included where they take part.</summary>
    public double Kilobytes => Latencies.Median(_kilobytes);

    public async Task RunAsync(int messages, bool isWarmUp)
    {
        for (var number = 0; number < messages; number++)
        {
            await ForgetAsync(number);
            Add(_oneGroup, await answer(0), isWarmUp);
            await Task.Delay(Pause);
        }

        await forgetSessions();
        for (var number = 0; number < messages; number++)
        {
            Add(_manyGroups, await answer(number % Rig.Groups), isWarmUp);
            await Task.Delay(Pause);
        }

        await forgetSessions();
        await RunBusyAsync(Math.Max(1, messages * 5 / Rig.Groups), isWarmUp);
    }

    private async Task RunBusyAsync(int messagesEach, bool isWarmUp)
    {
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var started = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(
            Enumerable
                .Range(0, Rig.Groups)
                .Select(group =>
                    Task.Run(async () =>
                    {
                        var took = new List<TimeSpan>();
                        for (var number = 0; number < messagesEach; number++)
                        {
                            took.Add(await answer(group));
                        }

                        return took;
                    })
                )
        );
        var elapsed = Stopwatch.GetElapsedTime(started);
        if (isWarmUp)
        {
            return;
        }

        var messages = Rig.Groups * messagesEach;
        _kilobytes.Add((GC.GetTotalAllocatedBytes(precise: true) - bytes) / 1024.0 / messages);
        _perSecond.Add(messages / elapsed.TotalSeconds);
        _busy.AddRange(times.SelectMany(took => took).Select(took => took.TotalMilliseconds));
    }

    private async Task ForgetAsync(int number)
    {
        if (number % 20 == 0)
        {
            await forgetSessions();
        }
    }

    private static void Add(List<double> times, TimeSpan took, bool isWarmUp)
    {
        if (!isWarmUp)
        {
            times.Add(took.TotalMilliseconds);
        }
    }
}
