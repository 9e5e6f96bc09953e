namespace NanoClaw.Agents;

/// <summary>How long to wait before each attempt, and when to give up.</summary>
internal sealed class RetrySchedule(int maxRetries, TimeSpan maxDelay, Func<double> jitter)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestOwnDelay = TimeSpan.FromSeconds(20);

    private int _failures;

    /// <summary>Attempts that failed since something new came.</summary>
    public int Failures => _failures;

    /// <summary>Something new came, so the next failure is again a first one.</summary>
    public void Progressed() => _failures = 0;

    /// <summary>The next wait, or null where there is to be no other attempt.</summary>
    /// <param name="asked">What the server asked for: never waited less than that.</param>
    /// <param name="remaining">What is left of the run's total.</param>
    public TimeSpan? Next(TimeSpan? asked, TimeSpan remaining)
    {
        if (_failures >= maxRetries)
        {
            return null;
        }

        var own = FirstDelay * Math.Pow(2, _failures);
        own = own < LongestOwnDelay ? own : LongestOwnDelay;

        // Half of it is chance, so that many clients that failed together do not come back together.
        var delay = (own / 2) + (own / 2 * jitter());
        if (asked is { } wait)
        {
            delay = wait + (delay / 2);
            if (wait > maxDelay)
            {
                return null;
            }
        }
        else if (delay > maxDelay)
        {
            delay = maxDelay;
        }

        if (delay >= remaining)
        {
            return null;
        }

        _failures++;
        return delay;
    }
}
