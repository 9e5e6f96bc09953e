namespace NanoClaw.Store;

public enum EffectVerdict
{
    /// <summary>Done at once.</summary>
    Allowed,

    /// <summary>Waits for a person.</summary>
    Held,

    /// <summary>Not done: by the authorisation table, a rule, or because it made no sense.</summary>
    Refused,

    /// <summary>Held before; a person said yes, and it was done.</summary>
    Approved,

    /// <summary>Held before; a person said no.</summary>
    Declined,

    /// <summary>Held before; nobody answered in time.</summary>
    Expired,

    /// <summary>Held before; a person said yes, and it could not be done any more.</summary>
    Failed,
}

/// <summary>One line of the audit: what an agent or a person asked for, and what became of it. Never changed.</summary>
public sealed record EffectDecision
{
    /// <summary>The same for the same event: a decision is written once.</summary>
    public required string Key { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string GroupFolder { get; init; }
    public string? RunId { get; init; }

    /// <summary>The people whose messages the run answered, or the task that it was started by.</summary>
    public string? AskedBy { get; init; }

    /// <summary>The action's name, such as <c>send_message</c>.</summary>
    public required string Effect { get; init; }

    /// <summary>Its arguments as JSON, as they came.</summary>
    public required string Arguments { get; init; }
    public required EffectVerdict Verdict { get; init; }

    /// <summary>The rule that decided, or what was wrong.</summary>
    public string? Reason { get; init; }

    /// <summary>Strangers whose words were in the context, separated by blanks.</summary>
    public string? Origins { get; init; }

    /// <summary>The short name of what is held.</summary>
    public string? HeldId { get; init; }

    /// <summary>The person who said yes or no.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>The order of writing, given by the store.</summary>
    public long Sequence { get; init; }
}
