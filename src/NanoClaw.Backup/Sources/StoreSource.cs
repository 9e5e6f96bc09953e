using System.Runtime.CompilerServices;
using NanoClaw.Backup.Places;
using NanoClaw.Backup.Snapshots;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Backup.Sources;

/// <summary>The database as it is at one moment, whoever writes to it meanwhile.</summary>
/// <param name="database">The database.</param>
internal sealed class StoreSource(string database) : IBackupSource
{
    public async IAsyncEnumerable<SourceEntry> ListAsync(string stage, [EnumeratorCancellation] CancellationToken cancellationToken)
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
            new SnapshotEntry
            {
                Part = SnapshotPart.Store,
                Path = Path.GetFileName(database),
                Mode = OperatingSystem.IsWindows() ? null : (int)(UnixFileMode.UserRead | UnixFileMode.UserWrite),
            },
            () => new FileStream(copy, FileMode.Open, FileAccess.Read, FileShare.Read)
        );
    }
}
