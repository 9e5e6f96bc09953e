namespace NanoClaw.Backup.Restoring;

/// <summary>How far a restore is. Before the first of these nothing is changed anywhere.</summary>
internal enum RestorePhase
{
    /// <summary>The agent's groups are put back, one by one; at home all is still as it was.</summary>
    Agent,

    /// <summary>The agent has all. At home things are exchanged, which whoever comes next may end.</summary>
    Home,
}
