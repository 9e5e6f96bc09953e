using NanoClaw.Store;

namespace NanoClaw.Host.Actions;

/// <summary>What an action would do.</summary>
internal sealed record PreparedEffect
{
    /// <summary>In plain words, for who decides; the arguments are shown beside it.</summary>
    public required string Summary { get; init; }

    /// <summary>What the arguments only point to, such as a task's prompt.</summary>
    public IReadOnlyList<(string Label, string Text)> Context { get; init; } = [];

    /// <summary>Whether it reaches beyond the group itself.</summary>
    public bool ReachesOthers { get; init; }

    /// <summary>What is stored, together with the decision.</summary>
    public EffectWrite Write { get; init; } = EffectWrite.Nothing;

    /// <summary>What is done outside of the store, before; doing it twice changes nothing.</summary>
    public Func<CancellationToken, Task>? Before { get; init; }

    /// <summary>Whether text goes to the group's own chat.</summary>
    public bool IsOutput { get; init; }
}
