namespace NanoClaw.Verification.Attempts.Table;

/// <summary>More requests than one address may send.</summary>
internal static class Flood
{
    /// <summary>Three times what <c>nanoclaw:edgeRateLimit</c> is unless set.</summary>
    public const int DefaultRequests = 150;

    public static Check Of(int requests) =>
        new FloodAttempt
        {
            Id = "flood.address",
            Name = $"{requests} requests of one address",
            Stakes = new(
                "Whoever wants can send requests without end, and guess as often.",
                $"See that the rule nanoclaw_rate_limit is there and enabled, and nanoclaw:edgeRateLimit below the flood: {Cures.Update}."
            ),
            Calls = requests,
            IsFlood = true,
        };
}
