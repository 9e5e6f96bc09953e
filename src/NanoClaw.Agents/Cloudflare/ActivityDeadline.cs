namespace NanoClaw.Agents;

/// <summary>
/// Cancels when nothing has come for a while, or when everything has taken too long. A sign of life only stores a time:
/// the timer looks when it fires whether it is due, which is cheaper than setting it again for each read.
/// </summary>
internal sealed class ActivityDeadline : IDisposable
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _idle;
    private readonly TimeSpan _total;
    private readonly long _started;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _source;
    private long _lastActivity;
    private volatile bool _paused;
    private volatile bool _expired;

    public ActivityDeadline(TimeSpan idle, TimeSpan total, TimeProvider time, CancellationToken cancellationToken)
    {
        _time = time;
        _idle = idle;
        _total = total;
        _started = _lastActivity = time.GetTimestamp();
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _timer = time.CreateTimer(static state => ((ActivityDeadline)state!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(idle < total ? idle : total, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled by the deadline or by the caller.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether it was the deadline.</summary>
    public bool Expired => _expired;

    /// <summary>What remains of the total.</summary>
    public TimeSpan Remaining => _total - _time.GetElapsedTime(_started);

    /// <summary>Whether it was the total that ran out.</summary>
    public bool TotalExpired => Remaining <= TimeSpan.Zero;

    /// <summary>Something came.</summary>
    public void Touch() => Volatile.Write(ref _lastActivity, _time.GetTimestamp());

    /// <summary>The caller is at work, or a retry waits: silence is not the server's.</summary>
    public void Pause() => _paused = true;

    /// <summary>Reading goes on.</summary>
    public void Resume()
    {
        Touch();
        _paused = false;
    }

    public void Dispose()
    {
        _timer.Dispose();
        _source.Dispose();
    }

    private void Look()
    {
        var untilIdle = _paused ? _idle : _idle - _time.GetElapsedTime(Volatile.Read(ref _lastActivity));
        var untilTotal = Remaining;
        var due = untilIdle < untilTotal ? untilIdle : untilTotal;
        if (due > TimeSpan.Zero)
        {
            // At least a millisecond, below which a timer fires at once, again and again.
            _timer.Change(due < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : due, Timeout.InfiniteTimeSpan);
            return;
        }

        _expired = true;
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The run ended while the timer fired.
        }
    }
}
