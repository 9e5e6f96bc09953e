using Microsoft.Extensions.Time.Testing;

namespace NanoClaw.Host.Tests.Support;

/// <summary>A clock that is moved by hand, and can be set to another hour while its timers and timestamps go on.</summary>
internal sealed class SettableClock(DateTimeOffset now) : FakeTimeProvider(now)
{
    private TimeSpan _offset;
    private int _timers;

    /// <summary>Timers that were made so far: who waits for a moment has made one more than before.</summary>
    public int Timers => Volatile.Read(ref _timers);

    public void Set(TimeSpan by) => _offset += by;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _offset;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Interlocked.Increment(ref _timers);
        return timer;
    }

    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
