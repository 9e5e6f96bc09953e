namespace NanoClaw.Store;

public enum RunStepKind
{
    /// <summary>A text for the run's chat.</summary>
    Text,

    /// <summary>Something the agent asked the host for; what became of it is in the audit, under the same event.</summary>
    Action,
}

/// <summary>One event of a run that had its effect. Nothing of what it holds.</summary>
/// <param name="EventId">Its number in the run.</param>
/// <param name="At">When it had its effect.</param>
/// <param name="Kind">What it was.</param>
/// <param name="Name">The action's name; null of a text.</param>
/// <param name="Size">How long the text was, or the action's arguments, in characters.</param>
public sealed record RunStep(long EventId, DateTimeOffset At, RunStepKind Kind, string? Name, int Size);
