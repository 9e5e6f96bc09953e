using System.Runtime.CompilerServices;
using NanoClaw.Backup.Snapshots;

namespace NanoClaw.Backup.Sources;

/// <summary>A folder with all that is in it. A link is never followed: it is kept as one where it leads to a place within.</summary>
/// <param name="part">Which part it is.</param>
/// <param name="folder">The folder; where it is not there, there is nothing to keep.</param>
/// <param name="leftOut">Told what is not kept, and why.</param>
internal sealed class FolderSource(string part, string folder, Action<string> leftOut) : IBackupSource
{
    private readonly string _root = Path.GetFullPath(folder);

    public async IAsyncEnumerable<SourceEntry> ListAsync(string stage, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var top = new DirectoryInfo(_root);
        if (!top.Exists)
        {
            yield break;
        }

        foreach (var entry in Visit(top, ""))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }
    }

    private IEnumerable<SourceEntry> Visit(DirectoryInfo within, string path)
    {
        yield return new(Describe(within, path, SnapshotEntryKind.Folder));
        foreach (var child in Children(within))
        {
            if (path.Length == 0 && RestoredFolder.IsOwn(child.Name))
            {
                continue;
            }

            var name = path.Length == 0 ? child.Name : $"{path}/{child.Name}";
            switch (child)
            {
                case { LinkTarget: { } link }:
                    if (LinkWithin.Is(_root, child.FullName, link))
                    {
                        yield return new(Describe(child, name, SnapshotEntryKind.Link) with { Target = link.Replace('\\', '/') });
                    }
                    else
                    {
                        leftOut($"{child.FullName} is a link to {link}, outside of {_root}: it is not kept.");
                    }

                    break;
                case DirectoryInfo deeper:
                    foreach (var entry in Visit(deeper, name))
                    {
                        yield return entry;
                    }

                    break;
                case FileInfo file:
                    // Of a pipe and a device the length is 0 too. None is opened: it could be waited for without end.
                    yield return new(Describe(file, name, SnapshotEntryKind.File), () => file.Length == 0 ? Stream.Null : Open(file));
                    break;
            }
        }
    }

    private SnapshotEntry Describe(FileSystemInfo info, string path, SnapshotEntryKind kind) =>
        new()
        {
            Part = part,
            Path = path,
            Kind = kind,
            Mode = OperatingSystem.IsWindows() || kind == SnapshotEntryKind.Link ? null : (int)info.UnixFileMode,
            ModifiedAt = kind == SnapshotEntryKind.File ? new DateTimeOffset(info.LastWriteTimeUtc, TimeSpan.Zero) : null,
        };

    private static List<FileSystemInfo> Children(DirectoryInfo folder)
    {
        try
        {
            return [.. folder.EnumerateFileSystemInfos().OrderBy(info => info.Name, StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw BackupException.Of(exception, folder.FullName);
        }
    }

    private static FileStream? Open(FileInfo file)
    {
        try
        {
            return new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw BackupException.Of(exception, file.FullName);
        }
    }
}
