using NanoClaw.Host;
using NanoClaw.Import.From;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Import.Staging;

/// <summary>
/// The folders that get what is imported. All of it is put together in folders beside its places and moved there at the
/// end, the database last: until then there is nothing that a start would take for a store.
/// </summary>
internal sealed class ImportTarget(ImportSettings settings) : IDisposable
{
    private const string StagingPrefix = ".import-";
    private const string ToKeep = "Move it away, or import into another place: STORE_DIR and GROUPS_DIR in .env.";
    private static readonly string[] DatabaseFiles = ["-wal", "-shm", ""];
    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly List<string> _made = [];
    private bool _committed;

    public string Staging => Path.Combine(settings.StoreFolder, StagingPrefix + _id);

    public string Groups => Path.Combine(settings.Host.GroupsFolder, StagingPrefix + _id);

    public string Sessions => Path.Combine(settings.DataFolder, StagingPrefix + _id);

    public string Database => Path.Combine(Staging, settings.StoreFile);

    /// <summary>What is in the way of an import.</summary>
    public IEnumerable<string> FindObstacles(V1Folder v1)
    {
        if (IsSame(settings.StoreFolder, v1.StoreFolder) || IsSame(settings.Host.GroupsFolder, v1.GroupsFolder))
        {
            yield return $"STORE_DIR or GROUPS_DIR is v1's own folder. It can be used as it is, without an import: nanoclaw run (docs/MIGRATION.md, \"In place\").";
            yield break;
        }

        if (SqliteStore.FindOwner(settings.StorePath) is { } owner)
        {
            yield return $"NanoClaw is running on {settings.StorePath} ({owner}). Stop it first.";
        }
        else if (StoreInspection.HasContent(settings.StorePath))
        {
            yield return $"{settings.StorePath} has chats or groups already; an import never mixes two stores. {ToKeep}";
        }

        foreach (var folder in new[] { Path.Combine(settings.StoreFolder, "auth"), settings.Host.GroupsFolder }.Where(HasOtherEntries))
        {
            yield return $"{folder} is not empty. {ToKeep}";
        }
    }

    /// <summary>Makes the folders to put things together in.</summary>
    public void Create(bool withSessions)
    {
        foreach (var folder in new[] { Staging, Groups }.Concat(withSessions ? [Sessions] : []))
        {
            for (var missing = folder; missing is not null && !Directory.Exists(missing); missing = Path.GetDirectoryName(missing))
            {
                _made.Add(missing);
            }

            if (Path.GetDirectoryName(folder) is { } parent && parent == settings.StoreFolder && !Directory.Exists(parent))
            {
                OwnerOnly.CreateFolder(parent);
            }

            OwnerOnly.CreateFolder(folder);
        }
    }

    /// <summary>Moves everything to its place; if one move fails, those before it are taken back.</summary>
    public void Commit()
    {
        var done = new Stack<(string From, string To)>();
        try
        {
            // An empty store that a command has made.
            foreach (var ending in DatabaseFiles.Where(ending => File.Exists(settings.StorePath + ending)))
            {
                Move(settings.StorePath + ending, Path.Combine(Staging, "replaced.db" + ending));
            }

            MoveEntries(Groups, settings.Host.GroupsFolder);
            MoveEntries(Sessions, Path.Combine(settings.DataFolder, "sessions"));
            if (Directory.Exists(Path.Combine(Staging, "auth")))
            {
                if (Directory.Exists(Path.Combine(settings.StoreFolder, "auth")))
                {
                    Directory.Delete(Path.Combine(settings.StoreFolder, "auth"));
                }

                Move(Path.Combine(Staging, "auth"), Path.Combine(settings.StoreFolder, "auth"));
            }

            Move(Database, settings.StorePath);
            _committed = true;
        }
        catch
        {
            while (done.TryPop(out var move))
            {
                Rename(move.To, move.From);
            }

            throw;
        }

        void MoveEntries(string from, string to)
        {
            if (!Directory.Exists(from))
            {
                return;
            }

            if (!Directory.Exists(to))
            {
                _made.Add(to);
                GroupFolders.MakeRoot(to);
            }

            foreach (var entry in Directory.EnumerateFileSystemEntries(from).ToList())
            {
                Move(entry, Path.Combine(to, Path.GetFileName(entry)));
            }
        }

        void Move(string from, string to)
        {
            Rename(from, to);
            done.Push((from, to));
        }
    }

    /// <summary>Removes what was put together and, if it did not come to its place, every folder that was made for it.</summary>
    public void Dispose()
    {
        foreach (var folder in new[] { Staging, Groups, Sessions }.Where(Directory.Exists))
        {
            MakeRemovable(folder);
            Directory.Delete(folder, recursive: true);
        }

        foreach (
            var folder in _committed ? [] : _made.OrderByDescending(folder => folder.Length).Where(folder => Directory.Exists(folder) && !HasEntries(folder))
        )
        {
            Directory.Delete(folder);
        }
    }

    private static void Rename(string from, string to)
    {
        if (Directory.Exists(from) && new DirectoryInfo(from).LinkTarget is null)
        {
            Directory.Move(from, to);
        }
        else
        {
            File.Move(from, to);
        }
    }

    private static void MakeRemovable(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(folder, OwnerOnly.Folder);
        foreach (var child in new DirectoryInfo(folder).EnumerateDirectories().Where(child => child.LinkTarget is null))
        {
            MakeRemovable(child.FullName);
        }
    }

    private static bool IsSame(string one, string other) =>
        string.Equals(Real(one), Real(other), OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    private static string Real(string path) =>
        Path.TrimEndingDirectorySeparator(
            (Directory.Exists(path) ? new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName : null) ?? Path.GetFullPath(path)
        );

    /// <summary>Entries other than what an import that was killed has left.</summary>
    private static bool HasOtherEntries(string folder) =>
        Directory.Exists(folder)
        && Directory.EnumerateFileSystemEntries(folder).Any(entry => !Path.GetFileName(entry).StartsWith(StagingPrefix, StringComparison.Ordinal));

    private static bool HasEntries(string folder) => Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any();
}
