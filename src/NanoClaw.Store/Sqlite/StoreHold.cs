namespace NanoClaw.Store.Sqlite;

/// <summary>Keeps every assistant away from a store without opening it, so that its files can be exchanged.</summary>
public sealed class StoreHold : IDisposable
{
    private readonly InstanceLock _lock;

    private StoreHold(InstanceLock held) => _lock = held;

    /// <param name="path">The database, which need not be there; its folder must.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="StoreException">Another process has it (<see cref="StoreFailure.InUse"/>).</exception>
    public static StoreHold Take(string path, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new(InstanceLock.Take(Path.GetFullPath(path), time.GetUtcNow()));
    }

    public void Dispose() => _lock.Dispose();
}
