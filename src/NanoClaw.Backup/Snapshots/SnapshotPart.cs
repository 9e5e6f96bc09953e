namespace NanoClaw.Backup.Snapshots;

/// <summary>What a backup consists of.</summary>
public static class SnapshotPart
{
    /// <summary>The database.</summary>
    public const string Store = "store";

    /// <summary>The groups' folders.</summary>
    public const string Groups = "groups";

    /// <summary>The channels' logins; on request alone.</summary>
    public const string Logins = "logins";

    /// <summary>The sessions and notes that the agent keeps, a file a group.</summary>
    public const string Agent = "agent";
}
