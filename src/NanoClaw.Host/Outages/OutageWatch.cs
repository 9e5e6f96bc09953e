namespace NanoClaw.Host.Outages;

/// <summary>An outage and when it is tried next; under the guard's lock. Its times are the steady clock's.</summary>
internal sealed class OutageWatch(Outage outage, DateTimeOffset now)
{
    public Outage Outage { get; set; } = outage;

    public DateTimeOffset Since { get; init; } = now;

    /// <summary>Since when its cause is the one it is.</summary>
    public DateTimeOffset CauseSince { get; set; } = now;

    /// <summary>In vain, in a row.</summary>
    public int Tries { get; set; }

    public DateTimeOffset NextTry { get; set; } = now;

    /// <summary>The chat whose run tries whether it is over.</summary>
    public string? Trying { get; set; }

    public bool MayTry(DateTimeOffset now) => Trying is null && now >= NextTry;

    /// <summary>One of an earlier process, whose clock may have been wrong: it did not begin later than now.</summary>
    public static OutageWatch Known(Outage outage, DateTimeOffset now) =>
        new(outage, now) { Since = Earlier(outage.Since, now), CauseSince = Earlier(outage.CauseSince ?? outage.Since, now) };

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
