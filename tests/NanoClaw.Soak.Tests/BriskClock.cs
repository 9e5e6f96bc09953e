namespace NanoClaw.Soak.Tests;

/// <summary>
/// Time that passes ten times as fast, so that waits of seconds take tenths, and whose UTC can be set to another hour
/// while its timers go on, as a computer's can.
/// </summary>
internal sealed class BriskClock : TimeProvider
{
    private const int Speed = 10;

    private readonly long _started = System.GetTimestamp();
    private readonly DateTimeOffset _startedAt = DateTimeOffset.UtcNow;
    private long _offsetTicks;

    public void Jump(TimeSpan by) => Interlocked.Add(ref _offsetTicks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => _startedAt + (System.GetElapsedTime(_started) * Speed) + new TimeSpan(Volatile.Read(ref _offsetTicks));

    public override long GetTimestamp() => (System.GetTimestamp() - _started) * Speed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new BriskTimer(System.CreateTimer(callback, state, Brisk(dueTime), Brisk(period)));

    private static TimeSpan Brisk(TimeSpan wait) => wait == Timeout.InfiniteTimeSpan ? wait : wait / Speed;

    private sealed class BriskTimer(ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(Brisk(dueTime), Brisk(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
