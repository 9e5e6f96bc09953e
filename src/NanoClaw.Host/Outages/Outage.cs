using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoClaw.Host.Outages;

/// <summary>The agent does not answer: everybody, or one chat.</summary>
public sealed record Outage
{
    /// <summary>Begins the ids of the texts that tell of it.</summary>
    public required string Id { get; init; }

    public required OutageCause Cause { get; init; }

    /// <summary>The stable word of the last failure, for logs and <c>status</c>.</summary>
    public required string Code { get; init; }

    public required DateTimeOffset Since { get; init; }

    /// <summary>Until when the agent said that it will not answer.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Chats that were told, which are told of its end.</summary>
    public IReadOnlyList<string> Told { get; init; } = [];

    /// <summary>Of what the main group was told the cure; null before it was.</summary>
    public OutageCause? ToldCause { get; init; }

    /// <summary>The chat that was the main group when the cure was told; null where there was none, or an older version wrote it down.</summary>
    public string? ToldMain { get; init; }

    /// <summary>All of which it was told the cure, in turn: a cause that has come back stands there again. Null where an older version wrote it down.</summary>
    public IReadOnlyList<OutageCause>? ToldCauses { get; init; }

    /// <summary>Since when the cause is the one it is; null where it always was.</summary>
    public DateTimeOffset? CauseSince { get; init; }

    /// <summary>How long it was, once it is over: what is left of it is to tell so. Null while it lasts.</summary>
    public TimeSpan? Lasted { get; init; }

    /// <summary>What was told cures it no more.</summary>
    [JsonIgnore]
    internal bool HasOtherCureThanTold => Told.Count > 0 && ToldCause != Cause;

    /// <summary>How often the cure of a cause was told.</summary>
    internal int TimesTold(OutageCause cause) => AllTold.Count(told => told == cause);

    /// <summary>The cure of what is wrong now has been told.</summary>
    internal Outage WithCureTold() => ToldCause == Cause ? this : this with { ToldCause = Cause, ToldCauses = [.. AllTold, Cause] };

    private IReadOnlyList<OutageCause> AllTold => ToldCauses ?? (ToldCause is { } first ? [first] : []);

    /// <summary>The cause as JSON and gauges write it.</summary>
    [JsonIgnore]
    public string CauseWord => JsonNamingPolicy.CamelCase.ConvertName(Cause.ToString());

    /// <summary>What is wrong, in plain words, and what cures it: for whoever looks after the assistant.</summary>
    [JsonIgnore]
    public string Reason => OutageTexts.ReasonOf(Cause);
}
