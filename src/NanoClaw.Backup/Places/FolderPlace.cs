using System.Runtime.CompilerServices;
using NanoClaw.Backup.Pieces;

namespace NanoClaw.Backup.Places;

/// <summary>Backups in a folder: another disk, a stick, a share. A file is there whole, or not at all.</summary>
/// <param name="folder">The folder; made when something is first put there.</param>
public sealed class FolderPlace(string folder) : IBackupPlace
{
    private const string Partial = ".partial";
    private readonly string _root = Path.GetFullPath(folder);

    public string Description => _root;

    public async Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        var temporary = $"{path}.{Guid.NewGuid():N}{Partial}";
        try
        {
            PrivateFolder.Create(Path.GetDirectoryName(path)!);
            await using (var stream = PrivateFolder.CreateFile(temporary))
            {
                await stream.WriteAsync(content, cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Forget(temporary);
            throw BackupException.Of(exception, path);
        }
        catch
        {
            Forget(temporary);
            throw;
        }
    }

    public async Task<byte[]?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(PathOf(name), cancellationToken);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw BackupException.Of(exception, PathOf(name));
        }
    }

    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var under = Path.Combine(_root, FolderOf(prefix));
        if (!Directory.Exists(under))
        {
            yield break;
        }

        foreach (var path in Directory.EnumerateFiles(under, "*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();

            // What a killed backup left begun has no name yet.
            if (!path.EndsWith(Partial, StringComparison.Ordinal))
            {
                yield return prefix + Path.GetFileName(path);
            }
        }
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            File.Delete(PathOf(name));
        }
        catch (DirectoryNotFoundException)
        {
            // Gone already.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw BackupException.Of(exception, PathOf(name));
        }

        return Task.CompletedTask;
    }

    public Task<IAsyncDisposable> HoldAsync(CancellationToken cancellationToken)
    {
        PrivateFolder.Create(_root);
        IAsyncDisposable held = FileHold.Take(
            Path.Combine(_root, "lock"),
            $"Another backup or restore works with {_root}. Wait until it has ended, and try again."
        );
        foreach (var begun in Directory.EnumerateFiles(_root, "*" + Partial, SearchOption.AllDirectories))
        {
            Forget(begun);
        }

        return Task.FromResult(held);
    }

    private static void Forget(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has no name that anything reads; the next one that holds the place tries again.
        }
    }

    private static string FolderOf(string prefix) =>
        prefix switch
        {
            PieceName.Piece => "pieces",
            PieceName.Snapshot => "snapshots",
            _ => throw new ArgumentException($"Nothing is listed by '{prefix}'.", nameof(prefix)),
        };

    private string PathOf(string name)
    {
        if (name.StartsWith(PieceName.Piece, StringComparison.Ordinal))
        {
            var hash = name[PieceName.Piece.Length..];

            // Folders of a few hundred files each, since some file systems are slow with more.
            return Path.Combine(_root, "pieces", hash[..2], hash);
        }

        return name.StartsWith(PieceName.Snapshot, StringComparison.Ordinal)
            ? Path.Combine(_root, "snapshots", name[PieceName.Snapshot.Length..])
            : Path.Combine(_root, name);
    }
}
