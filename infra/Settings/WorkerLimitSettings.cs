namespace NanoClaw.Infra.Settings;

/// <summary>The Worker's own limits.</summary>
public sealed record WorkerLimitSettings
{
    /// <summary>Requests of one bearer token in <see cref="RateLimitPeriod"/>.</summary>
    public required int TokenRateLimit { get; init; }

    /// <summary>Requests of one IP address in <see cref="RateLimitPeriod"/>.</summary>
    public required int IpRateLimit { get; init; }

    /// <summary>10 or 60, in seconds: the only periods of the <c>ratelimit</c> binding.</summary>
    public required int RateLimitPeriod { get; init; }

    /// <summary>The two counters of the environment; equal numbers share their counters across the account.</summary>
    public required int RateLimitNamespace { get; init; }

    public required int RunsPerDay { get; init; }

    public required int RunsPerMonth { get; init; }

    /// <summary>Model calls a turn.</summary>
    public required int MaxSteps { get; init; }

    public required int MaxTurnSeconds { get; init; }

    public required int MaxOutputTokens { get; init; }

    /// <summary>Tokens that the model is given to read in a turn, over all of its calls.</summary>
    public required int MaxInputTokens { get; init; }

    /// <summary>Messages that a turn sends before its answer.</summary>
    public required int MaxSentMessages { get; init; }

    /// <summary>Web pages that a turn reads.</summary>
    public required int MaxWebReads { get; init; }

    public required int HistoryTokens { get; init; }

    public required int RunRetentionHours { get; init; }

    public required int SessionRetentionDays { get; init; }

    /// <summary>CPU time of one invocation, in milliseconds; null leaves the plan's own limit.</summary>
    public required int? CpuMs { get; init; }
}
