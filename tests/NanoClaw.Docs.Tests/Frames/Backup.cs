using NanoClaw.Backup;
using NanoClaw.Backup.Keys;
using NanoClaw.Backup.Making;
using NanoClaw.Backup.Places;
using NanoClaw.Backup.Retention;

internal static class Reader
{
    public static async Task RunAsync(BackupSurroundings surroundings, BackupKeyFile keyFile, IProgress<string> progress, CancellationToken cancellationToken)
    {
        // the snippet
    }
}
