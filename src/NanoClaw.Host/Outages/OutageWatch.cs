namespace NanoClaw.Host.Outages;

/// <summary>An outage and when it is tried next; under the guard's lock.</summary>
internal sealed class OutageWatch(Outage outage, DateTimeOffset nextTry)
{
    public Outage Outage { get; set; } = outage;

    /// <summary>In vain, in a row.</summary>
    public int Tries { get; set; }

    public DateTimeOffset NextTry { get; set; } = nextTry;

    /// <summary>The chat whose run tries whether it is over.</summary>
    public string? Trying { get; set; }

    public bool MayTry(DateTimeOffset now) => Trying is null && now >= NextTry;
}
