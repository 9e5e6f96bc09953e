namespace NanoClaw.Agents;

/// <summary>
/// Looks at every open deadline of a runtime once a tick, with one timer that rests while there is nothing to look at.
/// A timer for each run would wake .NET's timer thread twice a run, a tenth of the cost of a short call.
/// </summary>
internal sealed class DeadlineWatch : IDisposable
{
    private static readonly TimeSpan LongestTick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestTick = TimeSpan.FromMilliseconds(50);
    private const int MostSpare = 64;

    private readonly Lock _lock = new();
    private readonly List<ActivityDeadline> _open = [];
    private readonly Stack<CancellationTokenSource> _spare = [];
    private readonly TimeSpan _tick;
    private readonly ITimer _timer;
    private bool _ticking;

    /// <param name="idle">The silence that is looked for: it is noticed at most an eighth of it, or a second, late.</param>
    /// <param name="time">The clock.</param>
    public DeadlineWatch(TimeSpan idle, TimeProvider time)
    {
        var tick = idle / 8;
        _tick =
            tick > LongestTick ? LongestTick
            : tick < ShortestTick ? ShortestTick
            : tick;
        _timer = time.CreateTimer(static state => ((DeadlineWatch)state!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A source that is not cancelled. A new one, with what is registered on it, is a thirtieth of what a short call allocates.</summary>
    public CancellationTokenSource Rent()
    {
        lock (_lock)
        {
            return _spare.TryPop(out var source) ? source : new CancellationTokenSource();
        }
    }

    /// <summary>Looks at a deadline from now on.</summary>
    public void Add(ActivityDeadline deadline)
    {
        lock (_lock)
        {
            _open.Add(deadline);
            if (!_ticking)
            {
                _ticking = true;
                _timer.Change(_tick, _tick);
            }
        }
    }

    /// <summary>Looks at a deadline no more.</summary>
    /// <param name="deadline">The one that has ended.</param>
    /// <param name="source">Its source, if nobody can be about to cancel it.</param>
    /// <returns>Whether the source was taken back; otherwise it is still the deadline's.</returns>
    public bool Remove(ActivityDeadline deadline, CancellationTokenSource? source)
    {
        lock (_lock)
        {
            _open.Remove(deadline);
            var taken = _spare.Count < MostSpare && source?.TryReset() is true;
            if (taken)
            {
                _spare.Push(source!);
            }

            return taken;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        ActivityDeadline[] open;
        lock (_lock)
        {
            if (_open.Count == 0)
            {
                _ticking = false;
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                return;
            }

            open = [.. _open];
        }

        foreach (var deadline in open)
        {
            deadline.Look();
        }
    }
}
