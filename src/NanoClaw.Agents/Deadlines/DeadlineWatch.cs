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

    public void Remove(ActivityDeadline deadline)
    {
        lock (_lock)
        {
            _open.Remove(deadline);
        }
    }

    /// <summary>A source that is not cancelled. A new one, with what is registered on it, is a thirtieth of what a short call allocates.</summary>
    public CancellationTokenSource Rent()
    {
        lock (_lock)
        {
            return _spare.TryPop(out var source) ? source : new CancellationTokenSource();
        }
    }

    /// <summary>Takes a source back from its only owner, whose run has ended.</summary>
    public void Return(CancellationTokenSource source)
    {
        if (source.TryReset())
        {
            lock (_lock)
            {
                if (_spare.Count < MostSpare)
                {
                    _spare.Push(source);
                    return;
                }
            }
        }

        source.Dispose();
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
