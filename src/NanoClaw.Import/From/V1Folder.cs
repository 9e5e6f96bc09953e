namespace NanoClaw.Import.From;

/// <summary>Where an installation of NanoClaw v1 keeps what. Nothing in it is ever written to.</summary>
public sealed record V1Folder
{
    /// <summary>The files in which v1 kept its state before it had tables for it; v1 itself takes them over in this order.</summary>
    private static readonly string[] StateFileNames = ["router_state.json", "sessions.json", "registered_groups.json"];

    public required string Root { get; init; }

    /// <summary>Null where there is only the state from before the database.</summary>
    public string? Database { get; init; }

    public string StoreFolder => Path.Combine(Root, "store");

    public string AuthFolder => Path.Combine(StoreFolder, "auth");

    public string GroupsFolder => Path.Combine(Root, "groups");

    public string SessionsFolder => Path.Combine(Root, "data", "sessions");

    public string EnvFile => Path.Combine(Root, ".env");

    /// <summary>Those that are there and that v1 has not taken over itself.</summary>
    public IReadOnlyList<string> StateFiles => [.. StateFilesOf(Root)];

    /// <summary>Looks at a path for an installation: its folder, the folder of its database, or the database.</summary>
    /// <exception cref="ImportException">There is none.</exception>
    public static V1Folder Find(string path)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        foreach (var root in Candidates(path))
        {
            var database = Path.Combine(root, "store", "messages.db");
            var hasDatabase = Reading(() => IsFile(database));
            if (hasDatabase || StateFilesOf(root).Any())
            {
                return new V1Folder { Root = root, Database = hasDatabase ? database : null };
            }
        }

        var reason =
            !Path.Exists(path) ? "does not exist"
            : File.Exists(Path.Combine(path, "data", "v2.db")) ? "is a NanoClaw v2, whose data is of another kind; only v1's is taken over"
            : "is not a NanoClaw v1: it has neither store/messages.db nor data/registered_groups.json";
        throw new ImportException(ImportFailure.NotFound, $"{path} {reason}. Name the folder in which v1 was started, such as ~/nanoclaw.");
    }

    /// <summary>Reads something of v1's.</summary>
    /// <exception cref="ImportException">This user may not.</exception>
    internal static T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (UnauthorizedAccessException exception)
        {
            // v1's containers write as users of their own.
            throw new ImportException(
                ImportFailure.Unreadable,
                $"{exception.Message} Nothing was imported. Run the import as a user who may read all of v1's files (sudo), or make them this one's: sudo chown -R {Environment.UserName}, of v1's folder.",
                exception
            );
        }
    }

    /// <summary>
    /// Unlike <see cref="File.Exists"/> it does not take for missing what this user may not see: an import without the
    /// database would say that all went well.
    /// </summary>
    private static bool IsFile(string path)
    {
        try
        {
            return !File.GetAttributes(path).HasFlag(FileAttributes.Directory);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Candidates(string path)
    {
        if (Directory.Exists(path))
        {
            yield return path;
        }

        var store = File.Exists(path) && Path.GetFileName(path) == "messages.db" ? Path.GetDirectoryName(path) : path;
        if (Path.GetFileName(store) == "store" && Path.GetDirectoryName(store) is { } parent)
        {
            yield return parent;
        }
    }

    private static IEnumerable<string> StateFilesOf(string root) =>
        StateFileNames.Select(name => Path.Combine(root, "data", name)).Where(path => Reading(() => IsFile(path)));
}
