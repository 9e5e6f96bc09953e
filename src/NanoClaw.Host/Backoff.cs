namespace NanoClaw.Host;

/// <summary>The wait before something that failed is tried again: each time twice as long, up to a bound, and short again once it worked.</summary>
public sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    /// <summary>Of what is tried for as long as it takes.</summary>
    private static readonly TimeSpan UsualLongest = TimeSpan.FromMinutes(1);

    /// <summary>A tick that has been doubled so often is longer than any bound.</summary>
    private const int MostDoublings = 63;

    private int _failures;

    public Backoff(TimeSpan first)
        : this(first, UsualLongest) { }

    /// <summary>From a second to a minute.</summary>
    public Backoff()
        : this(TimeSpan.FromSeconds(1)) { }

    /// <summary>The wait, should it fail now.</summary>
    public TimeSpan Wait => After(_failures + 1, first, longest);

    /// <summary>It failed, and is waited for: the next wait is longer.</summary>
    public void Failed() => _failures++;

    /// <summary>It worked: the next wait is the first again.</summary>
    public void Worked() => _failures = 0;

    /// <summary>The wait after so many failures in a row.</summary>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan longest)
    {
        var ticks = first.Ticks * Math.Pow(2, Math.Clamp(failures - 1, 0, MostDoublings));
        return ticks < longest.Ticks ? TimeSpan.FromTicks((long)ticks) : longest;
    }
}
