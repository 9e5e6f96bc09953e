using NanoClaw.Backup.Places;
using NanoClaw.Backup.Snapshots;
using NanoClaw.Backup.Sources;

namespace NanoClaw.Backup.Restoring;

/// <summary>Where what a restore brings lies ready: on the same disk as what it replaces, so that a rename exchanges them.</summary>
internal sealed class RestoreStage(BackupSurroundings surroundings, string id, bool isDryRun)
{
    private static readonly string[] DatabaseEndings = ["-wal", "-shm", "-journal", ""];

    private string Own => RestoredFolder.ComingIn(surroundings.OwnFolder, id);

    // A dry run leaves the groups' folder as it is, even for a moment.
    private string Groups => isDryRun ? Path.Combine(Own, "groups") : RestoredFolder.ComingIn(surroundings.GroupsFolder, id);

    private string Logins => Path.Combine(Own, "logins");

    public string Scratch => Path.Combine(Own, "scratch");

    public string Database => Path.Combine(Own, Path.GetFileName(surroundings.StorePath));

    public IReadOnlyList<string> Leftovers => [Groups, Own];

    public string AgentFile(string group) => Path.Combine(Own, "agent", AgentSource.FileOf(group));

    public void Create()
    {
        PrivateFolder.Create(Scratch);
        PrivateFolder.Create(Groups);
    }

    /// <summary>Removes what restores left that were killed before they changed anything.</summary>
    public static void DeleteAll(BackupSurroundings surroundings)
    {
        foreach (var folder in new[] { surroundings.OwnFolder, surroundings.GroupsFolder }.Where(Directory.Exists))
        {
            foreach (var stage in Directory.EnumerateDirectories(folder).Where(path => RestoredFolder.IsComing(Path.GetFileName(path))))
            {
                PrivateFolder.Delete(stage);
            }
        }
    }

    public void Delete()
    {
        foreach (var folder in Leftovers)
        {
            PrivateFolder.Delete(folder);
        }
    }

    public Dictionary<string, string> Folders(bool withLogins)
    {
        var folders = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [SnapshotPart.Store] = Own,
            [SnapshotPart.Groups] = Groups,
            [SnapshotPart.Agent] = Path.Combine(Own, "agent"),
        };
        if (withLogins)
        {
            folders.Add(SnapshotPart.Logins, Logins);
        }

        return folders;
    }

    /// <summary>Every exchange, also of what is there and does not come back.</summary>
    public IReadOnlyList<RestoreMove> Moves()
    {
        var moves = new List<RestoreMove>();
        var aside = RestoredFolder.BeforeIn(surroundings.OwnFolder, id);
        AddFolder(Groups, surroundings.GroupsFolder, RestoredFolder.BeforeIn(surroundings.GroupsFolder, id));
        if (Directory.Exists(Logins))
        {
            moves.Add(new(Logins, surroundings.LoginsFolder, Path.Combine(aside, "logins")));
        }

        // The log goes with its database: SQLite would play an old one into the new file.
        foreach (var ending in DatabaseEndings)
        {
            var staged = Database + ending;
            moves.Add(
                new(
                    File.Exists(staged) ? staged : null,
                    surroundings.StorePath + ending,
                    Path.Combine(aside, Path.GetFileName(surroundings.StorePath) + ending)
                )
            );
        }

        return moves;

        void AddFolder(string staged, string target, string targetAside)
        {
            var names = new[] { staged, target }
                .Where(Directory.Exists)
                .SelectMany(Directory.EnumerateFileSystemEntries)
                .Select(path => Path.GetFileName(path)!)
                .Where(name => !RestoredFolder.IsOwn(name))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal);
            foreach (var name in names)
            {
                var from = Path.Combine(staged, name);
                moves.Add(
                    new(
                        Path.Exists(from) || new FileInfo(from).LinkTarget is not null ? from : null,
                        Path.Combine(target, name),
                        Path.Combine(targetAside, name)
                    )
                );
            }
        }
    }
}
