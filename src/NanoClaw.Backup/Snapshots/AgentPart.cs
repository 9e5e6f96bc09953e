namespace NanoClaw.Backup.Snapshots;

/// <summary>What a backup has of the agent's sessions and notes.</summary>
public enum AgentPart
{
    /// <summary>No credential for it is configured, or the agent keeps nothing at a Worker.</summary>
    NotAsked,

    /// <summary>All of it.</summary>
    Whole,

    /// <summary>None: the agent could not be reached. The rest is whole.</summary>
    Away,
}
