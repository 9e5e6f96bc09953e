using Microsoft.Extensions.Configuration;

namespace NanoClaw.Agents;

/// <summary>
/// Looks at the file's time and size when a value is asked for, at most once a second, instead of watching it: that
/// works on every file system and across an atomic replacement. A file that is malformed or gone at such a look
/// leaves the values as they are; at the start it is an error.
/// </summary>
internal sealed class DotEnvConfigurationProvider(DotEnvConfigurationSource source) : ConfigurationProvider
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private (DateTime Written, long Length) _stamp;
    private long _lookedAt;

    public override void Load()
    {
        lock (_lock)
        {
            _lookedAt = source.Time.GetTimestamp();
            if (source.Optional && !File.Exists(source.Path))
            {
                return;
            }

            Read(Stamp());
        }
    }

    public override bool TryGet(string key, out string? value)
    {
        if (source.Time.GetElapsedTime(Volatile.Read(ref _lookedAt)) >= Between)
        {
            Refresh(always: false);
        }

        return base.TryGet(key, out value);
    }

    /// <summary>Reads the file again if it has changed, or in any case.</summary>
    public void Refresh(bool always)
    {
        lock (_lock)
        {
            Volatile.Write(ref _lookedAt, source.Time.GetTimestamp());
            try
            {
                var stamp = Stamp();
                if (!always && stamp == _stamp)
                {
                    return;
                }

                Read(stamp);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
            {
                return;
            }
        }

        OnReload();
    }

    private (DateTime Written, long Length) Stamp()
    {
        var file = new FileInfo(source.Path);
        return (file.LastWriteTimeUtc, file.Length);
    }

    private void Read((DateTime Written, long Length) stamp)
    {
        // A new dictionary each time: readers of the old one are not disturbed.
        Data = DotEnv.ReadFile(source.Path).ToDictionary(p => p.Key, p => (string?)p.Value, StringComparer.OrdinalIgnoreCase);
        _stamp = stamp;
    }
}
