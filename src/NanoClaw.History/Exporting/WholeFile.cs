using System.Text;
using NanoClaw.Store.Files;

namespace NanoClaw.History.Exporting;

/// <summary>A file that appears under its name whole, for its owner alone, or not at all.</summary>
public static class WholeFile
{
    /// <param name="path">Its name.</param>
    /// <param name="replaces">Whether one that is there may go.</param>
    /// <param name="write">Writes it.</param>
    /// <param name="cancellationToken">Ends it, and leaves nothing.</param>
    /// <exception cref="IOException">There is one already, or it cannot be written.</exception>
    public static async Task WriteAsync(string path, bool replaces, Func<TextWriter, Task> write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        var target = Path.GetFullPath(path);
        if (Directory.Exists(target))
        {
            throw new IOException($"{path} is a folder.");
        }

        if (!replaces && Path.Exists(target))
        {
            throw new IOException($"{path} is there already.");
        }

        var half = $"{target}.{Guid.NewGuid():N}.partial";
        try
        {
            await using (var file = new FileStream(half, Options()))
            {
                await using var text = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
                await write(text);
                await text.FlushAsync(cancellationToken);
                file.Flush(flushToDisk: true);
            }

            if (replaces)
            {
                File.Move(half, target, overwrite: true);
            }
            else
            {
                FinishedFile.NameOnce(half, target);
            }
        }
        finally
        {
            File.Delete(half);
        }
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
