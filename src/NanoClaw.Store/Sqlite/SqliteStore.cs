using Microsoft.Data.Sqlite;

namespace NanoClaw.Store.Sqlite;

/// <summary>The store in one SQLite file: write-ahead log, one writer, a few readers.</summary>
public sealed class SqliteStore : IStore
{
    private readonly InstanceLock? _lock;
    private readonly WriteQueue _writer;
    private readonly ReaderPool _readers;

    private SqliteStore(InstanceLock? @lock, WriteQueue writer, ReaderPool readers, string? upgradeCopy)
    {
        _lock = @lock;
        _writer = writer;
        _readers = readers;
        UpgradeCopy = upgradeCopy;
        Messages = new SqliteMessageStore(writer, readers);
        Chats = new SqliteChatStore(writer, readers);
        Cursors = new SqliteCursorStore(writer, readers);
        Groups = new SqliteGroupStore(writer, readers);
        Tasks = new SqliteTaskStore(writer, readers);
        Sessions = new SqliteSessionStore(writer, readers);
        State = new SqliteStateStore(writer, readers);
        Runs = new SqliteRunLedger(writer, readers);
        Outbox = new SqliteOutbox(writer, readers);
        SetAside = new SqliteSetAsideStore(writer, readers);
        Effects = new SqliteEffectStore(writer, readers);
    }

    public IMessageStore Messages { get; }

    public IChatStore Chats { get; }

    public ICursorStore Cursors { get; }

    public IGroupStore Groups { get; }

    public ITaskStore Tasks { get; }

    public ISessionStore Sessions { get; }

    public IStateStore State { get; }

    public IRunLedger Runs { get; }

    public IOutbox Outbox { get; }

    public ISetAsideStore SetAside { get; }

    public IEffectStore Effects { get; }

    /// <summary>The copy kept of an older database before it was changed; null if it did not need to be.</summary>
    public string? UpgradeCopy { get; }

    /// <exception cref="StoreException">The store is in use, newer than this program, damaged or not accessible.</exception>
    public static SqliteStore Open(StoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var path = Path.GetFullPath(options.Path);
        options = options with { Path = path };
        var errors = new StoreErrors(path);
        InstanceLock? instance = null;
        Connection? connection = null;
        try
        {
            if (options.ReadOnly && !File.Exists(path))
            {
                throw new StoreException(StoreFailure.NotAccessible, $"{path} does not exist.");
            }

            CreateFolder(Path.GetDirectoryName(path)!);
            instance = options is { Exclusive: true, ReadOnly: false } ? InstanceLock.Take(path, options.TimeProvider.GetUtcNow()) : null;
            CreateFile(path, options);
            connection = Connection.Open(path, options.BusyTimeout, options.ReadOnly);
            var copy = options.ReadOnly ? Look(connection, path) : Prepare(connection, options);
            return new SqliteStore(
                instance,
                new WriteQueue(connection, errors),
                new ReaderPool(() => Connection.Open(path, options.BusyTimeout, readOnly: true), options.Readers, errors),
                copy
            );
        }
        catch (Exception exception)
        {
            connection?.Dispose();
            instance?.Dispose();
            switch (exception)
            {
                case SqliteException sqlite:
                    throw errors.From(sqlite);
                case IOException or UnauthorizedAccessException:
                    throw new StoreException(
                        StoreFailure.NotAccessible,
                        $"{path} cannot be opened for writing: {exception.Message} Check that the folder exists and belongs to the user NanoClaw runs as.",
                        exception
                    );
                default:
                    throw;
            }
        }
    }

    /// <summary>Which process holds the store at this path, in words such as <c>process 123, since 2026-03-01 12:00:00Z</c>.</summary>
    /// <returns>Null if none does.</returns>
    public static string? FindOwner(string path) => InstanceLock.FindOwner(Path.GetFullPath(path));

    public async ValueTask DisposeAsync()
    {
        await _readers.DisposeAsync();
        await _writer.DisposeAsync();
        _lock?.Dispose();
    }

    /// <summary>Messages and credentials are nobody else's business; a folder that is there stays as it is.</summary>
    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>SQLite would let others read it where the folder does, and gives its log and its copies the same mode.</summary>
    private static void CreateFile(string path, StoreOptions options)
    {
        // Never one that is there: to close it here would end the locks that this process has on it.
        if (options.ReadOnly || OperatingSystem.IsWindows() || File.Exists(path))
        {
            return;
        }

        try
        {
            using var file = new FileStream(
                path,
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                }
            );
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first.
        }
    }

    private static string? Look(Connection connection, string path) =>
        connection.QueryNumber("PRAGMA user_version") switch
        {
            Schema.Version => null,
            > Schema.Version => throw new StoreException(StoreFailure.NewerSchema, $"{path} was written by a newer NanoClaw. Update this one."),
            _ => throw new StoreException(StoreFailure.Other, $"{path} is still as NanoClaw v1 left it; 'nanoclaw run' brings it up to date."),
        };

    private static string? Prepare(Connection connection, StoreOptions options)
    {
        var copy = new SchemaUpgrade(connection, options).Run();
        connection.Execute("PRAGMA journal_mode = WAL");
        connection.Execute("PRAGMA synchronous = NORMAL");
        // A checkpoint is what waits for the disk. At 16,000 pages the log has at most about 64 MB, which are read in
        // a tenth of a second after a crash; SQLite's own 1,000 pages cost a sixth of the writes.
        connection.Execute("PRAGMA wal_autocheckpoint = 16000");
        new CursorRecovery(connection).Run();
        if (options.MaximumSizeBytes is { } most)
        {
            connection.Execute($"PRAGMA max_page_count = {Math.Max(1, most / connection.QueryNumber("PRAGMA page_size"))}");
        }

        return copy;
    }
}
