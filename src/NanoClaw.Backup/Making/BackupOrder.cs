using NanoClaw.Backup.Retention;
using NanoClaw.Backup.Sources;

namespace NanoClaw.Backup.Making;

/// <summary>What one backup is to hold, and how long.</summary>
public sealed record BackupOrder
{
    /// <summary>The channels' logins too; nothing may run then, since they change with every message.</summary>
    public bool Logins { get; init; }

    /// <summary>The agent's sessions and notes; null where it keeps none at a Worker, or none were asked for.</summary>
    public IBackupSource? Agent { get; init; }

    /// <summary>Begin anew although earlier backups were made there and are gone.</summary>
    public bool Anew { get; init; }

    /// <summary>Which backups stay; null: all.</summary>
    public RetentionRule? Keep { get; init; }
}
