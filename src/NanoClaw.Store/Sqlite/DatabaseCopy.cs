using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace NanoClaw.Store.Sqlite;

/// <summary>
/// Copies a database that another program may be using, and writes nothing beside it: not even the files that SQLite
/// itself would make there in order to read. The copy takes as much memory as a few pages.
/// </summary>
public static class DatabaseCopy
{
    private const string Log = "-wal";
    private const string Journal = "-journal";
    private const int HeaderLength = 32;
    private const int PagesAtOnce = 4096;
    private const int MostAttempts = 5;
    private const int MostRestarts = 10;
    private static readonly byte[] Magic = [.. "SQLite format 3"u8, 0];

    /// <summary>Copies the database as it is after its last finished transaction.</summary>
    /// <param name="source">The database.</param>
    /// <param name="target">The copy; it must not exist.</param>
    /// <param name="progress">How much is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends the copy; what there is of it stays.</param>
    /// <exception cref="StoreException">
    /// The source is no database (<see cref="StoreFailure.Corrupt"/>), cannot be read, or was written to all the while.
    /// </exception>
    public static void Make(string source, string target, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        var errors = new StoreErrors(source);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                if (TryMake(source, target, progress, cancellationToken))
                {
                    break;
                }

                foreach (var ending in new[] { "", Log, Journal, "-shm" })
                {
                    File.Delete(target + ending);
                }

                if (attempt == MostAttempts)
                {
                    throw new StoreException(
                        StoreFailure.Busy,
                        $"{source} is being written to all the while. Stop the program that does (NanoClaw v1) and try again."
                    );
                }
            }
        }
        catch (SqliteException exception)
        {
            throw errors.From(exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(StoreFailure.NotAccessible, $"{source} cannot be copied to {target}: {exception.Message}", exception);
        }
    }

    private static bool TryMake(string source, string target, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var before = State.Of(source);
        if (!before.UsesLog && !before.HasJournal)
        {
            BackUp(source, immutable: false, target, progress, cancellationToken);
            return true;
        }

        if (before.UsesLog && !before.HasLog)
        {
            // Nobody has it open: then the log would be there. To open it in the usual way would make one.
            BackUp(source, immutable: true, target, progress, cancellationToken);
            return State.Of(source) == before;
        }

        if (before.HasJournal && TryBackUp(source, target, progress, cancellationToken))
        {
            return true;
        }

        // A log, or what a crash left behind: to read it in place would change it. SQLite mends the copy instead.
        CopyFile(source, target, cancellationToken);
        foreach (var ending in new[] { Log, Journal }.Where(ending => File.Exists(source + ending)))
        {
            CopyFile(source + ending, target + ending, cancellationToken);
        }

        if (State.Of(source) != before)
        {
            return false;
        }

        using var connection = Open(target, SqliteOpenMode.ReadWrite);
        Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        Execute(connection, "PRAGMA journal_mode = DELETE");
        progress?.Report(1);
        return true;
    }

    private static bool TryBackUp(string source, string target, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        try
        {
            BackUp(source, immutable: false, target, progress, cancellationToken);
            return true;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN)
        {
            // The journal of a crash, which only a writer may play back.
            File.Delete(target);
            return false;
        }
    }

    private static void BackUp(string source, bool immutable, string target, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var address = new UriBuilder
        {
            Scheme = "file",
            Host = "",
            Path = Path.GetFullPath(source),
            Query = immutable ? "immutable=1" : "",
        }
            .Uri
            .AbsoluteUri;
        using var from = Open(address, SqliteOpenMode.ReadOnly);
        using var to = Open(target, SqliteOpenMode.ReadWriteCreate);
        using var backup = raw.sqlite3_backup_init(to.Handle!, "main", from.Handle!, "main");
        if (backup.IsInvalid)
        {
            SqliteException.ThrowExceptionForRC(raw.sqlite3_errcode(to.Handle!), to.Handle!);
        }

        var restarts = 0;
        var left = int.MaxValue;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // Between the steps a writer may write, and the backup begins anew; where that never ends, it has to wait for once.
            var result = raw.sqlite3_backup_step(backup, restarts < MostRestarts ? PagesAtOnce : -1);
            if (result == raw.SQLITE_DONE)
            {
                progress?.Report(1);
                return;
            }

            if (result is not raw.SQLITE_OK)
            {
                // A backup tells extended codes; the rest of the store goes by the primary ones.
                SqliteException.ThrowExceptionForRC(result & 0xFF, to.Handle!);
            }

            var remaining = raw.sqlite3_backup_remaining(backup);
            restarts += remaining > left ? 1 : 0;
            left = remaining;
            progress?.Report(1 - ((double)remaining / Math.Max(1, raw.sqlite3_backup_pagecount(backup))));
        }
    }

    private static SqliteConnection Open(string source, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = source,
                Mode = mode,
                Pooling = false,
            }.ToString()
        );
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA busy_timeout = 10000");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Execute(SqliteConnection connection, string sql) =>
        SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(connection.Handle!, sql), connection.Handle!);

    private static void CopyFile(string source, string target, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var from = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var to = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        from.CopyTo(to, 1024 * 1024);
    }

    /// <summary>What would tell that pages were moved while they were copied. A log that only grew does not matter.</summary>
    private sealed record State(bool UsesLog, bool HasLog, bool HasJournal, long Length, DateTime Written, string LogHeader, DateTime JournalWritten)
    {
        public static State Of(string path)
        {
            var header = ReadHeader(path);
            if (header.Length > 0 && !header.AsSpan().StartsWith(Magic))
            {
                throw new StoreException(StoreFailure.Corrupt, $"{path} is not an SQLite database.");
            }

            var (log, journal) = (new FileInfo(path + Log), new FileInfo(path + Journal));
            var file = new FileInfo(path);
            return new(
                UsesLog: header.Length > 18 && header[18] == 2,
                HasLog: log is { Exists: true, Length: > 0 },
                HasJournal: journal is { Exists: true, Length: > 0 },
                file.Length,
                file.LastWriteTimeUtc,
                log.Exists ? Convert.ToHexString(ReadHeader(log.FullName)) : "",
                journal.Exists ? journal.LastWriteTimeUtc : default
            );
        }

        private static byte[] ReadHeader(string path)
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var header = new byte[HeaderLength];
            return header[..stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false)];
        }
    }
}
