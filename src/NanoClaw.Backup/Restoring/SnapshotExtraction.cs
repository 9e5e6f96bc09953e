using System.Security.Cryptography;
using NanoClaw.Backup.Places;
using NanoClaw.Backup.Snapshots;

namespace NanoClaw.Backup.Restoring;

/// <summary>Writes a backup's files into folders, one for each part, and compares every one by its checksum.</summary>
/// <param name="repository">The backups.</param>
/// <param name="folders">Where each part goes; a part without a folder is read and compared, and not written.</param>
internal sealed class SnapshotExtraction(Repository repository, IReadOnlyDictionary<string, string> folders)
{
    private ReadOnlyMemory<byte> _rest;

    /// <exception cref="BackupException">Something is missing, damaged, or could not be written.</exception>
    public async Task RunAsync(SnapshotContents contents, CancellationToken cancellationToken)
    {
        SnapshotPaths.Demand(contents.Entries);
        using var pieces = contents.Pieces.GetEnumerator();
        try
        {
            foreach (var entry in contents.Entries)
            {
                await ExtractAsync(entry, pieces, cancellationToken);
            }

            CloseFolders(contents.Entries);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw BackupException.Of(exception, "what the backup holds");
        }

        if (!_rest.IsEmpty || pieces.MoveNext())
        {
            throw new BackupException(
                BackupFailure.Damaged,
                "The backup holds more than its list says. An older one may be whole: nanoclaw restore --at TIME."
            );
        }
    }

    private async Task ExtractAsync(SnapshotEntry entry, IEnumerator<string> pieces, CancellationToken cancellationToken)
    {
        var path = folders.TryGetValue(entry.Part, out var folder) ? Path.Combine(folder, entry.Path) : null;
        switch (entry.Kind)
        {
            case SnapshotEntryKind.Folder:
                if (path is not null)
                {
                    PrivateFolder.Create(path);
                }

                break;
            case SnapshotEntryKind.Link:
                if (path is not null)
                {
                    File.CreateSymbolicLink(path, entry.Target!);
                }

                break;
            default:
                if (path is not null)
                {
                    PrivateFolder.Create(Path.GetDirectoryName(path)!);
                }

                await using (var file = path is null ? Stream.Null : PrivateFolder.CreateFile(path))
                {
                    await CopyAsync(entry, file, pieces, cancellationToken);
                    (file as FileStream)?.Flush(flushToDisk: true);
                }

                if (path is not null)
                {
                    Dress(entry, path);
                }

                break;
        }
    }

    private async Task CopyAsync(SnapshotEntry entry, Stream file, IEnumerator<string> pieces, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var left = entry.Length; left > 0; )
        {
            if (_rest.IsEmpty)
            {
                _rest = pieces.MoveNext() ? await repository.ReadPieceAsync(pieces.Current, cancellationToken) : throw Different(entry);
            }

            var length = (int)Math.Min(left, _rest.Length);
            hash.AppendData(_rest.Span[..length]);
            await file.WriteAsync(_rest[..length], cancellationToken);
            _rest = _rest[length..];
            left -= length;
        }

        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != entry.Sha256)
        {
            throw Different(entry);
        }
    }

    private static void Dress(SnapshotEntry entry, string path)
    {
        if (!OperatingSystem.IsWindows() && entry.Mode is { } mode)
        {
            File.SetUnixFileMode(path, Plain(mode));
        }

        if (entry.ModifiedAt is { } modified)
        {
            File.SetLastWriteTimeUtc(path, modified.UtcDateTime);
        }
    }

    /// <summary>Last, and the deepest first: a folder that its owner may not write to could not be filled.</summary>
    private void CloseFolders(IReadOnlyList<SnapshotEntry> entries)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (var entry in entries.Where(entry => entry is { Kind: SnapshotEntryKind.Folder, Mode: not null }).Reverse())
        {
            if (folders.TryGetValue(entry.Part, out var folder))
            {
                File.SetUnixFileMode(Path.Combine(folder, entry.Path), Plain(entry.Mode!.Value));
            }
        }
    }

    /// <summary>Without the bits that lend a file's owner to whoever runs it.</summary>
    private static UnixFileMode Plain(int mode) => (UnixFileMode)mode & ~(UnixFileMode.SetUser | UnixFileMode.SetGroup | UnixFileMode.StickyBit);

    private static BackupException Different(SnapshotEntry entry) =>
        new(BackupFailure.Damaged, $"{entry.Part}/{entry.Path} of the backup is not what was kept. An older backup may be whole: nanoclaw restore --at TIME.");
}
