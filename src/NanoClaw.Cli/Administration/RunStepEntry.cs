using NanoClaw.Store;

namespace NanoClaw.Cli.Administration;

/// <summary>Something a run did, as <c>runs show</c> prints it as JSON.</summary>
/// <param name="EventId">The number of its event in the run.</param>
/// <param name="At">When it had its effect.</param>
/// <param name="Kind"><c>text</c> or <c>action</c>.</param>
/// <param name="Name">The action's name.</param>
/// <param name="Size">The length of the text or of the arguments, in characters.</param>
/// <param name="Decision">What was decided of an action, as <c>audit</c> has it; of what was held, what became of it.</param>
/// <param name="HeldId">What people call what was held.</param>
/// <param name="DecidedBy">Who said yes or no.</param>
internal sealed record RunStepEntry(long EventId, DateTimeOffset At, string Kind, string? Name, int Size, string? Decision, string? HeldId, string? DecidedBy)
{
    /// <summary>Steps with what the audit says of them; of a run from before steps were kept, what it alone says.</summary>
    public static IReadOnlyList<RunStepEntry> Of(string runId, IReadOnlyList<RunStep> steps, IReadOnlyList<EffectDecision> decisions)
    {
        var byEvent = decisions
            .Select(decision => (Event: EventOf(decision.Key, runId), Decision: decision))
            .Where(found => found.Event is not null)
            .ToLookup(found => found.Event!.Value, found => found.Decision);
        var known = steps.Select(step => step.EventId).ToHashSet();
        var audited = byEvent.Where(found => !known.Contains(found.Key)).Select(found => found.MinBy(decision => decision.Sequence)!);
        return
        [
            .. steps
                .Concat(
                    audited.Select(decision => new RunStep(
                        EventOf(decision.Key, runId)!.Value,
                        decision.At,
                        RunStepKind.Action,
                        decision.Effect,
                        decision.Arguments.Length
                    ))
                )
                .OrderBy(step => step.EventId)
                .Select(step => Of(step, byEvent[step.EventId].MaxBy(decision => decision.Sequence))),
        ];
    }

    private static RunStepEntry Of(RunStep step, EffectDecision? last) =>
        new(
            step.EventId,
            step.At,
            TaskEntry.Word(step.Kind),
            step.Name,
            step.Size,
            last is null ? null : TaskEntry.Word(last.Verdict),
            last?.HeldId,
            last?.DecidedBy
        );

    /// <summary>A decision's key is the run's id, the event's number and, for the end of what was held, a word more.</summary>
    private static long? EventOf(string key, string runId) =>
        key.StartsWith(runId + ":", StringComparison.Ordinal) && long.TryParse(key[(runId.Length + 1)..].Split(':')[0], out var number) ? number : null;
}
