namespace NanoClaw.Host.Decisions;

/// <summary>What the rules look at.</summary>
public sealed record EffectQuestion
{
    /// <summary>The action's name.</summary>
    public required string Effect { get; init; }

    /// <summary>The folder of the group whose agent asks.</summary>
    public required string Group { get; init; }
    public bool IsMain { get; init; }

    /// <summary>Whether it reaches beyond the group: another chat, another group's task, a new group.</summary>
    public bool ReachesOthers { get; init; }

    /// <summary>Strangers whose words were in the context: <c>web</c>, <c>groups</c>, <c>people</c>, <c>unknown</c>.</summary>
    public IReadOnlyCollection<string> Strangers { get; init; } = [];
}
