using System.Globalization;
using NanoClaw.Store;

namespace NanoClaw.Host.Health;

/// <summary>Finds out whether the store still takes what is written: on a full disk it can be read for long.</summary>
internal sealed class StoreProbe(IStore store, TimeProvider time)
{
    /// <summary>As much as a long message, so that the last free page does not make it a yes.</summary>
    private const int Length = 16_384;

    private const string Key = "health:written";

    /// <exception cref="StoreException">It does not.</exception>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        await store.State.SetAsync(Key, now.PadRight(Length, '.'), cancellationToken);
        await store.State.SetAsync(Key, now, cancellationToken);
    }
}
