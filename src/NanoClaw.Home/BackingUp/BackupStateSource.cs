using NanoClaw.Backup;
using NanoClaw.Backup.Making;
using NanoClaw.Host.Health;

namespace NanoClaw.Home.BackingUp;

/// <summary>What the last backup, by this process or by the command, left a note of.</summary>
public sealed class BackupStateSource(BackupSurroundings surroundings) : IBackupStateSource
{
    public BackupState Read()
    {
        var history = BackupHistory.Read(surroundings);
        return new(history.LastGoodAt, history.Failure);
    }
}
