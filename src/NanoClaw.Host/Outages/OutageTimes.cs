namespace NanoClaw.Host.Outages;

/// <summary>When the agent is tried again, and when people are told.</summary>
internal static class OutageTimes
{
    /// <summary>From here on it is told until when nobody is answered.</summary>
    public static readonly TimeSpan LongWait = TimeSpan.FromMinutes(5);

    /// <summary>A cause that comes and goes is told again seldom: its cure is known.</summary>
    private static readonly TimeSpan LongestStanding = TimeSpan.FromHours(12);

    private static readonly TimeSpan FirstStanding = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(5);

    /// <summary>One run is tried each time, whoever waits. Where the try is a run that counts at the Worker and at the model, less often.</summary>
    private static TimeSpan LongestWait(OutageCause cause) =>
        cause switch
        {
            OutageCause.Unreachable or OutageCause.Busy or OutageCause.Credentials or OutageCause.Engine or OutageCause.SwitchedOff => TimeSpan.FromMinutes(1),
            OutageCause.Misconfigured => TimeSpan.FromMinutes(5),
            OutageCause.RunCap => TimeSpan.FromMinutes(15),
            _ => TimeSpan.FromMinutes(30),
        };

    /// <summary>The wait after so many tries in vain; what the agent asked for is heeded within the bound.</summary>
    public static TimeSpan WaitAfter(int tries, OutageCause cause, TimeSpan? asked)
    {
        var longest = LongestWait(cause);
        var own = Backoff.After(tries, FirstWait, longest);
        var wait = asked > own ? asked.Value : own;
        return wait < longest ? wait : longest;
    }

    /// <summary>How long a cause that was told before has to stand until it is told again; after each time twice as long.</summary>
    public static TimeSpan StandsFor(int timesTold) => timesTold == 0 ? TimeSpan.Zero : Backoff.After(timesTold, FirstStanding, LongestStanding);

    /// <summary>What passes by itself within moments is not worth a word; what needs a person, or is known to last, is told at once.</summary>
    public static bool IsToldAtOnce(Outage outage) =>
        outage.Cause switch
        {
            OutageCause.Unreachable or OutageCause.Busy or OutageCause.ModelAway => outage.Until is not null,
            _ => true,
        };
}
