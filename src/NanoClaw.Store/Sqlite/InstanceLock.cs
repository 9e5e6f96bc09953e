using System.Globalization;

namespace NanoClaw.Store.Sqlite;

/// <summary>
/// Holds a store for one process. The operating system lets go of the lock when the process ends, however it ends, so
/// a lock file left behind means nothing.
/// </summary>
internal sealed class InstanceLock : IDisposable
{
    /// <summary>A look at who holds the store touches the lock for less than this.</summary>
    private static readonly TimeSpan LookAtMost = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _file;
    private readonly string _ownerPath;

    private InstanceLock(FileStream file, string ownerPath)
    {
        _file = file;
        _ownerPath = ownerPath;
    }

    /// <exception cref="StoreException">Another process has it (<see cref="StoreFailure.InUse"/>).</exception>
    public static InstanceLock Take(string databasePath, DateTimeOffset now)
    {
        // The owner is in a second file: a file that is locked cannot be read on every system.
        var ownerPath = OwnerPath(databasePath);
        FileStream file;
        try
        {
            file = Lock(databasePath);
        }
        catch (IOException exception) when (File.Exists(LockPath(databasePath)))
        {
            throw new StoreException(
                StoreFailure.InUse,
                $"{databasePath} is in use by another NanoClaw ({ReadOwner(ownerPath)}). Stop that one first, or give this one a store of its own.",
                exception
            );
        }

        File.WriteAllText(ownerPath, string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId}, since {now:yyyy-MM-dd HH:mm:ss}Z"));
        return new InstanceLock(file, ownerPath);
    }

    /// <returns>The process that holds the store, in words; null if none does.</returns>
    public static string? FindOwner(string databasePath)
    {
        // Without the owner's file, which goes when a process ends in order, the lock is not touched at all.
        if (!File.Exists(OwnerPath(databasePath)) || !File.Exists(LockPath(databasePath)))
        {
            return null;
        }

        try
        {
            using var held = new FileStream(LockPath(databasePath), FileMode.Open, FileAccess.Read, FileShare.Read);
            return null;
        }
        catch (IOException)
        {
            return ReadOwner(OwnerPath(databasePath));
        }
    }

    public void Dispose()
    {
        File.Delete(_ownerPath);
        _file.Dispose();
    }

    private static FileStream Lock(string databasePath)
    {
        try
        {
            return Open();
        }
        catch (IOException) when (File.Exists(LockPath(databasePath)))
        {
            Thread.Sleep(LookAtMost);
            return Open();
        }

        FileStream Open() => new(LockPath(databasePath), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    private static string LockPath(string databasePath) => databasePath + ".lock";

    private static string OwnerPath(string databasePath) => databasePath + ".owner";

    private static string ReadOwner(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "its process is not known";
        }
    }
}
