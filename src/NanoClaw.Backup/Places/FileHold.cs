namespace NanoClaw.Backup.Places;

/// <summary>A lock that the operating system takes back when its holder ends, however it ends.</summary>
internal sealed class FileHold : IAsyncDisposable, IDisposable
{
    private readonly FileStream _file;

    private FileHold(FileStream file) => _file = file;

    /// <param name="path">The file of the lock; it stays.</param>
    /// <param name="inUse">What is said where another holds it.</param>
    /// <exception cref="BackupException">Another holds it (<see cref="BackupFailure.InUse"/>).</exception>
    public static FileHold Take(string path, string inUse)
    {
        try
        {
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new BackupException(BackupFailure.InUse, inUse, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw BackupException.Of(exception, path);
        }
    }

    public void Dispose() => _file.Dispose();

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
