using NanoClaw.Store;

namespace NanoClaw.Host.Decisions;

/// <summary>An effect that is asked for, as the audit keeps it.</summary>
internal sealed record EffectRequest
{
    public required RegisteredGroup Actor { get; init; }
    public required string RunId { get; init; }
    public required string Key { get; init; }
    public required string Effect { get; init; }
    public required string Arguments { get; init; }
    public IReadOnlyList<string> Strangers { get; init; } = [];
    public string? AskedBy { get; init; }

    public EffectDecision Decided(EffectVerdict verdict, string? reason, DateTimeOffset at) =>
        new()
        {
            Key = Key,
            At = at,
            GroupFolder = Actor.Folder,
            RunId = RunId,
            AskedBy = AskedBy,
            Effect = Effect,
            Arguments = Arguments,
            Verdict = verdict,
            Reason = reason,
            Origins = Strangers.Count == 0 ? null : string.Join(' ', Strangers),
        };
}
