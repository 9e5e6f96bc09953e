namespace NanoClaw.Backup.Restoring;

public enum RestoreChangeKind
{
    /// <summary>It is not there, and comes.</summary>
    Add,

    /// <summary>It is there with another content.</summary>
    Replace,

    /// <summary>It is there, and not in the backup: it goes aside.</summary>
    Remove,
}
