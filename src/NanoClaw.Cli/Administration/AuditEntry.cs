using NanoClaw.Store;

namespace NanoClaw.Cli.Administration;

/// <summary>A decision as <c>audit</c> prints it as JSON.</summary>
internal sealed record AuditEntry(
    DateTimeOffset At,
    string GroupFolder,
    string? RunId,
    string? AskedBy,
    string Effect,
    string Arguments,
    string Decision,
    string? Reason,
    IReadOnlyList<string> Strangers,
    string? HeldId,
    string? DecidedBy
)
{
    public static AuditEntry Of(EffectDecision decision) =>
        new(
            decision.At,
            decision.GroupFolder,
            string.IsNullOrEmpty(decision.RunId) ? null : decision.RunId,
            decision.AskedBy,
            decision.Effect,
            decision.Arguments,
            TaskEntry.Word(decision.Verdict),
            decision.Reason,
            decision.Origins?.Split(' ') ?? [],
            decision.HeldId,
            decision.DecidedBy
        );
}
