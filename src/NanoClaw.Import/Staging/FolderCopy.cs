using NanoClaw.Import.From;

namespace NanoClaw.Import.Staging;

/// <summary>
/// Copies a tree and never leaves it: a link is not followed, but made again where it leads to a place within the tree.
/// </summary>
internal sealed class FolderCopy(string source)
{
    private readonly List<LeftOut> _leftOut = [];
    private int _files;
    private long _bytes;

    public IReadOnlyList<LeftOut> LeftOut => _leftOut;

    /// <summary>Copied files and folders are for their owner alone.</summary>
    public bool Private { get; init; }

    /// <summary>Copies one entry of the source, or only counts what is in it.</summary>
    /// <param name="name">The entry, a direct child of the source.</param>
    /// <param name="target">The folder that gets it; null: nothing is written.</param>
    /// <param name="cancellationToken">Ends the copy.</param>
    public FolderTally Copy(string name, string? target, CancellationToken cancellationToken)
    {
        (_files, _bytes) = (0, 0);
        var path = Path.Combine(source, name);
        Visit(Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path), target is null ? null : Path.Combine(target, name), cancellationToken);
        return new FolderTally(name, _files, _bytes);
    }

    private void Visit(FileSystemInfo entry, string? target, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        switch (entry)
        {
            case { LinkTarget: { } link }:
                CopyLink(entry, link, target);
                break;
            case DirectoryInfo folder:
                CopyFolder(folder, target, cancellationToken);
                break;
            case FileInfo file:
                CopyFile(file, target);
                break;
        }
    }

    private void CopyFolder(DirectoryInfo folder, string? target, CancellationToken cancellationToken)
    {
        if (target is not null)
        {
            Directory.CreateDirectory(target);
        }

        foreach (var entry in V1Folder.Reading(() => folder.EnumerateFileSystemInfos().ToList()))
        {
            Visit(entry, target is null ? null : Path.Combine(target, entry.Name), cancellationToken);
        }

        if (target is not null && !OperatingSystem.IsWindows())
        {
            // Last: a folder that its owner may not write to could not be filled.
            File.SetUnixFileMode(target, Private ? OwnerOnly.Folder : Plain(folder.UnixFileMode));
        }
    }

    private void CopyFile(FileInfo file, string? target)
    {
        _files++;
        _bytes += file.Length;
        if (file.Length > 0)
        {
            // A dry run finds the same.
            V1Folder.Reading(file.OpenRead).Dispose();
        }

        if (target is null)
        {
            return;
        }

        if (file.Length == 0)
        {
            // Not opened: a named pipe, which also has no length, would never let go.
            File.Create(target).Dispose();
        }
        else
        {
            file.CopyTo(target);
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(target, Private ? OwnerOnly.File : Plain(file.UnixFileMode));
        }

        File.SetLastWriteTimeUtc(target, file.LastWriteTimeUtc);
    }

    private void CopyLink(FileSystemInfo entry, string link, string? target)
    {
        if (!StaysInside(entry, link))
        {
            _leftOut.Add(new LeftOut(Path.GetRelativePath(source, entry.FullName), $"a link to {link}, outside of {source}"));
        }
        else if (target is not null)
        {
            File.CreateSymbolicLink(target, link);
        }
    }

    /// <summary>Steps upwards may only come first: after a name that is a link itself they would lead elsewhere.</summary>
    private bool StaysInside(FileSystemInfo entry, string link)
    {
        var upwards = link.Split('/').SkipWhile(step => step is ".." or ".").All(step => step != "..");
        var root = Path.GetFullPath(source) + Path.DirectorySeparatorChar;
        return upwards && !Path.IsPathRooted(link) && Path.GetFullPath(link, Path.GetDirectoryName(entry.FullName)!).StartsWith(root, StringComparison.Ordinal);
    }

    /// <summary>Without the bits that lend a file's owner to whoever runs it.</summary>
    private static UnixFileMode Plain(UnixFileMode mode) => mode & ~(UnixFileMode.SetUser | UnixFileMode.SetGroup | UnixFileMode.StickyBit);
}
