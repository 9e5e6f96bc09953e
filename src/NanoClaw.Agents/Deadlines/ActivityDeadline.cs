namespace NanoClaw.Agents;

/// <summary>
/// Cancels when nothing has come for a while, or when everything has taken too long. A sign of life only stores a time;
/// the watch looks at it.
/// </summary>
internal sealed class ActivityDeadline : IDisposable
{
    private const int Open = 0;
    private const int Due = 1;
    private const int Ended = 2;

    private readonly DeadlineWatch _watch;
    private readonly TimeProvider _time;
    private readonly TimeSpan _total;
    private readonly long _started;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _caller;
    private long _idleTicks;
    private long _lastActivity;
    private volatile bool _listening;
    private int _state;

    public ActivityDeadline(DeadlineWatch watch, TimeSpan idle, TimeSpan total, TimeProvider time, CancellationToken cancellationToken)
    {
        _watch = watch;
        _time = time;
        _idleTicks = idle.Ticks;
        _total = total;
        _started = _lastActivity = time.GetTimestamp();
        _source = watch.Rent();
        _caller = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        watch.Add(this);
    }

    /// <summary>Cancelled by the deadline or by the caller.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether it was the deadline.</summary>
    public bool Expired => Volatile.Read(ref _state) == Due;

    /// <summary>What remains of the total.</summary>
    public TimeSpan Remaining => _total - _time.GetElapsedTime(_started);

    /// <summary>Whether it was the total that ran out.</summary>
    public bool TotalExpired => Remaining <= TimeSpan.Zero;

    /// <summary>Something came.</summary>
    public void Touch() => Volatile.Write(ref _lastActivity, _time.GetTimestamp());

    /// <summary>Something is waited for: silence counts from now on.</summary>
    public void Listen()
    {
        Touch();
        _listening = true;
    }

    /// <summary>Nothing is waited for, because a caller is at work or a retry waits: silence is not the other side's.</summary>
    public void Rest() => _listening = false;

    /// <summary>From now on less silence is borne.</summary>
    public void Shorten(TimeSpan idle) => Volatile.Write(ref _idleTicks, idle.Ticks);

    /// <summary>Is it due? The watch asks.</summary>
    public void Look()
    {
        var silent = _listening && _time.GetElapsedTime(Volatile.Read(ref _lastActivity)) >= new TimeSpan(Volatile.Read(ref _idleTicks));
        if ((!silent && !TotalExpired) || Interlocked.CompareExchange(ref _state, Due, Open) != Open)
        {
            return;
        }

        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The run ended while the watch looked.
        }
    }

    public void Dispose()
    {
        if (Volatile.Read(ref _state) == Ended)
        {
            return;
        }

        // The source may serve another run only if the watch cannot be about to cancel it.
        var mayServe = Interlocked.CompareExchange(ref _state, Ended, Open) == Open;
        _caller.Dispose();
        if (!_watch.Remove(this, mayServe ? _source : null))
        {
            _source.Dispose();
        }
    }
}
