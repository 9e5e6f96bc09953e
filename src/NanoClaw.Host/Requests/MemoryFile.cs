using System.Text;

namespace NanoClaw.Host.Requests;

/// <summary>A file of memory, which a container's agent may have put anything in the place of.</summary>
internal static class MemoryFile
{
    /// <summary>Bytes. What a model is given is far less; what is larger is no memory.</summary>
    public const int Largest = 4 * 1024 * 1024;

    /// <summary>Whether a file's length alone says that it is no memory.</summary>
    public static bool IsTooLarge(string path) => new FileInfo(path) is { Exists: true, Length: > Largest };

    /// <summary>The file's text. A link that leads out of the groups' folder is not followed.</summary>
    /// <returns>Null where there is none, nothing in it, or more than any memory has.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it.</exception>
    public static async Task<string?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        // Of a pipe, a device and a socket the length is 0. None is opened: it could be waited for, or read, without end.
        if (!file.Exists || file.LinkTarget is not null || file.Directory!.LinkTarget is not null || file.Length is 0 or > Largest)
        {
            return null;
        }

        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 4096, useAsync: true);
        // It may grow meanwhile, and is read no further than it was long.
        var bytes = new byte[file.Length];
        var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        using var reader = new StreamReader(new MemoryStream(bytes, 0, length), Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
