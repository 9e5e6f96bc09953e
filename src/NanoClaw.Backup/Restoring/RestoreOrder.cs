namespace NanoClaw.Backup.Restoring;

/// <summary>What is to be restored.</summary>
public sealed record RestoreOrder
{
    /// <summary>The newest backup that is not younger; null: the newest of all.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The channels' logins too, where the backup has them.</summary>
    public bool Logins { get; init; }

    /// <summary>Who takes the agent's sessions and notes back; null: nobody, and those at the agent stay as they are.</summary>
    public IAgentState? Agent { get; init; }

    /// <summary>That there is no <see cref="Agent"/> is on purpose, also where a restore that was cut off began with one.</summary>
    public bool WithoutAgent { get; init; }

    /// <summary>Put a group's sessions and notes back although what the agent has is newer.</summary>
    public bool Force { get; init; }
}
