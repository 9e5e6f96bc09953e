using System.Globalization;

namespace NanoClaw.Store.Sqlite;

/// <summary>
/// Holds a store for one process. The operating system lets go of the lock when the process ends, however it ends, so
/// a lock file left behind means nothing.
/// </summary>
internal sealed class InstanceLock : IDisposable
{
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
        var ownerPath = databasePath + ".owner";
        FileStream file;
        try
        {
            file = new FileStream(
                databasePath + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (File.Exists(databasePath + ".lock"))
        {
            throw new StoreException(
                StoreFailure.InUse,
                $"{databasePath} is in use by another NanoClaw ({ReadOwner(ownerPath)}). Stop that one first, or give this one a store of its own.",
                exception);
        }

        File.WriteAllText(
            ownerPath,
            string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId}, since {now:yyyy-MM-dd HH:mm:ss}Z"));
        return new InstanceLock(file, ownerPath);
    }

    public void Dispose()
    {
        File.Delete(_ownerPath);
        _file.Dispose();
    }

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
