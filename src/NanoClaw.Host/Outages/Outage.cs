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

    /// <summary>What was told cures it no more.</summary>
    [JsonIgnore]
    internal bool HasOtherCureThanTold => Told.Count > 0 && ToldCause != Cause;

    /// <summary>The cause as JSON and gauges write it.</summary>
    [JsonIgnore]
    public string CauseWord => JsonNamingPolicy.CamelCase.ConvertName(Cause.ToString());

    /// <summary>What is wrong, in plain words, and what cures it: for whoever looks after the assistant.</summary>
    [JsonIgnore]
    public string Reason => OutageTexts.ReasonOf(Cause);
}
