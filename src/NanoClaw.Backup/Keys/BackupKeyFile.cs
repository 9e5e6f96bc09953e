using System.Security.Cryptography;
using System.Text;
using NanoClaw.Store.Files;

namespace NanoClaw.Backup.Keys;

/// <summary>The file of the key: for its owner alone, made at the first backup, and in no backup itself.</summary>
/// <param name="path">The file.</param>
public sealed class BackupKeyFile(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public bool Exists => File.Exists(Path);

    /// <exception cref="BackupException">There is none, or it cannot be read.</exception>
    public BackupKey Read()
    {
        if (!Exists)
        {
            throw new BackupException(
                BackupFailure.NoKey,
                $"There is no backup key at {Path}. Give the printed one: nanoclaw backup key import. Without it no backup can be read."
            );
        }

        try
        {
            var lines = File.ReadAllLines(Path).Where(line => !line.StartsWith('#'));
            return BackupKey.Parse(string.Concat(lines));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw BackupException.Of(exception, Path);
        }
        catch (BackupException exception)
        {
            throw new BackupException(exception.Failure, $"{Path} is damaged. {exception.Message} Then: nanoclaw backup key import --force.", exception);
        }
    }

    /// <summary>The key, made and written first where there is none.</summary>
    public BackupKey ReadOrCreate(out bool created)
    {
        var made = Exists ? null : BackupKey.Create();
        created = made is not null && TryWrite(made);
        return created ? made! : Read();
    }

    /// <summary>Puts another key in its place; the one that was there stays beside it. At no moment there is none.</summary>
    /// <returns>Where the earlier one is kept; null if there was none.</returns>
    public string? Replace(BackupKey key, DateTimeOffset now)
    {
        if (!Exists && TryWrite(key))
        {
            return null;
        }

        var kept = string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Path}.before-{now:yyyyMMdd-HHmmss}-{RandomNumberGenerator.GetHexString(12, lowercase: true)}"
        );
        Write(
            key,
            finished =>
            {
                File.Copy(Path, kept);
                File.Move(finished, Path, overwrite: true);
            }
        );
        return kept;
    }

    /// <returns>False where somebody else has made one meanwhile, which stays.</returns>
    private bool TryWrite(BackupKey key)
    {
        try
        {
            Write(key, finished => FinishedFile.NameOnce(finished, Path));
            return true;
        }
        catch (BackupException) when (Exists)
        {
            return false;
        }
    }

    private void Write(BackupKey key, Action<string> name)
    {
        var temporary = $"{Path}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(
                    Encoding.UTF8.GetBytes(
                        $"# NanoClaw's backup key {key.Fingerprint}. Print it: nanoclaw backup key show. Without it no backup can be read.\n{key.RecoveryText}\n"
                    )
                );
                stream.Flush(flushToDisk: true);
            }

            name(temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
            throw BackupException.Of(exception, Path);
        }
    }
}
