namespace NanoClaw.Store;

/// <summary>A decision with all that it changes: stored in one step, or not at all.</summary>
public sealed record EffectChange
{
    public required EffectDecision Decision { get; init; }

    /// <summary>What waits from now on.</summary>
    public HeldEffect? Hold { get; init; }

    /// <summary>The key of the held effect that ends with this, if it is still open.</summary>
    public string? Ends { get; init; }
    public EffectWrite Write { get; init; } = EffectWrite.Nothing;

    /// <summary>Texts that tell people of it.</summary>
    public IReadOnlyCollection<OutgoingMessage> Texts { get; init; } = [];
}

/// <summary>What an effect does to the store.</summary>
public sealed record EffectWrite
{
    public static EffectWrite Nothing { get; } = new();

    public IReadOnlyCollection<OutgoingMessage> Texts { get; init; } = [];
    public ScheduledTask? NewTask { get; init; }

    /// <summary>A task as it was read; what is written counts only if it is still so.</summary>
    public ScheduledTask? TaskBefore { get; init; }

    /// <summary>The task as it shall be; null removes it.</summary>
    public ScheduledTask? TaskAfter { get; init; }

    /// <summary>How many active tasks the group of the new or changed task may have; null: it is not looked at.</summary>
    public int? MostActive { get; init; }
    public RegisteredGroup? Group { get; init; }

    /// <summary>How far the messages of <see cref="Group"/> count as read.</summary>
    public MessageCursor? ReadUntil { get; init; }
}

public enum EffectOutcome
{
    Done,

    /// <summary>It was done before, by the same event.</summary>
    Known,

    /// <summary>The held effect has ended before.</summary>
    Closed,

    /// <summary>The task is not as it was read, or its group has as many active ones as it may: nothing was changed.</summary>
    Stale,

    /// <summary>Something has the short id already: nothing was changed.</summary>
    IdTaken,
}
