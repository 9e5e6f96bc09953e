namespace NanoClaw.Store;

/// <summary>Which decisions are listed; what is null does not matter.</summary>
public sealed record EffectFilter
{
    public string? GroupFolder { get; init; }

    /// <summary>A run's id, or the end of it.</summary>
    public string? RunId { get; init; }
    public string? Effect { get; init; }
    public EffectVerdict? Verdict { get; init; }
    public string? HeldId { get; init; }
    public DateTimeOffset? Since { get; init; }
    public int Limit { get; init; } = 50;
}
