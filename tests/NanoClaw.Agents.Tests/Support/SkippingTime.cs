using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace NanoClaw.Agents.Tests;

/// <summary>A clock in which every wait of the library ends at once, and is noted.</summary>
public sealed class SkippingTime : FakeTimeProvider
{
    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);

        // A deadline's timer is created at rest; only a delay is due from the start.
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            Waits.Enqueue(dueTime);
            _ = Task.Run(() => Advance(dueTime));
        }

        return timer;
    }
}
