using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace NanoClaw.Host.Tests.Support;

/// <summary>A clock that is moved by hand, and can be set to another hour while its timers and timestamps go on.</summary>
internal sealed class SettableClock(DateTimeOffset now) : FakeTimeProvider(now)
{
    private readonly ConcurrentDictionary<Timer, DateTimeOffset> _due = new();
    private TimeSpan _offset;
    private int _timers;

    /// <summary>Timers that were made so far: who waits for a moment has made one more than before.</summary>
    public int Timers => Volatile.Read(ref _timers);

    /// <summary>How far time has passed, whatever hour the clock is set to.</summary>
    private DateTimeOffset Moment => base.GetUtcNow();

    public void Set(TimeSpan by) => _offset += by;

    public override DateTimeOffset GetUtcNow() => Moment + _offset;

    /// <summary>Moves to the moment at which the next timer is due, and by so much at most.</summary>
    public void AdvanceToNext(TimeSpan most)
    {
        var reached = Moment;
        Advance(_due.Values.Where(due => due > reached).Select(due => due - reached).Append(most).Min());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Inner = base.CreateTimer(timer.Ring, state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(dueTime, period);
        Interlocked.Increment(ref _timers);
        return timer;
    }

    public override long GetTimestamp() => Moment.Ticks;

    private sealed class Timer(SettableClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        /// <summary>The clock's own timer; it is made after this one, whose bell it rings.</summary>
        public ITimer Inner { get; set; } = null!;

        public void Ring(object? _)
        {
            Expect(_period);
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period > TimeSpan.Zero ? period : Timeout.InfiniteTimeSpan;
            Expect(dueTime);
            return Inner.Change(dueTime, period);
        }

        public void Dispose()
        {
            Inner.Dispose();
            clock._due.TryRemove(this, out var _);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Expect(TimeSpan dueTime)
        {
            if (dueTime < TimeSpan.Zero)
            {
                clock._due.TryRemove(this, out var _);
            }
            else
            {
                clock._due[this] = clock.Moment + dueTime;
            }
        }
    }
}
