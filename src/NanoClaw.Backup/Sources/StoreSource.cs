using System.Runtime.CompilerServices;
using NanoClaw.Backup.Places;
using NanoClaw.Backup.Snapshots;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Backup.Sources;

/// <summary>The database as it is at one moment, whoever writes to it meanwhile.</summary>
/// <param name="database">The database.</param>
/// <param name="stage">A folder for the copy that is read.</param>
internal sealed class StoreSource(string database, string stage) : IBackupSource
{
    public async IAsyncEnumerable<SourceEntry> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!File.Exists(database))
        {
            yield break;
        }

        var copy = Path.Combine(stage, Path.GetFileName(database));

        // SQLite makes its file as open as the folder lets it; one that is there keeps its mode.
        await PrivateFolder.CreateFile(copy, replace: true).DisposeAsync();
        await Task.Run(() => StoreCopy.Make(database, copy), cancellationToken);
        yield return new(
            new SnapshotEntry { Part = SnapshotPart.Store, Path = Path.GetFileName(database), Mode = OperatingSystem.IsWindows() ? null : (int)(UnixFileMode.UserRead | UnixFileMode.UserWrite) },
            () => new FileStream(copy, FileMode.Open, FileAccess.Read, FileShare.Read));
    }
}
