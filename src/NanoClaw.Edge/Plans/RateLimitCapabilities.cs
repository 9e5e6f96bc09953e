namespace NanoClaw.Edge.Plans;

/// <summary>What a plan allows in the phase <c>http_ratelimit</c>.</summary>
public sealed record RateLimitCapabilities
{
    /// <summary>How many rules the entry point may hold.</summary>
    public required int MaxRules { get; init; }

    /// <summary>Counting periods, in seconds, ascending.</summary>
    public required IReadOnlyList<int> Periods { get; init; }

    /// <summary>Shortest time a client stays blocked, in seconds.</summary>
    public required int MinMitigationTimeout { get; init; }

    /// <summary>Longest time a client stays blocked, in seconds.</summary>
    public required int MaxMitigationTimeout { get; init; }

    /// <summary>What requests may be counted by; <c>cf.colo.id</c> is mandatory and always among them.</summary>
    public required IReadOnlySet<string> Characteristics { get; init; }

    /// <summary>The fields a rule's expression may use.</summary>
    public required IReadOnlySet<string> Fields { get; init; }
}
