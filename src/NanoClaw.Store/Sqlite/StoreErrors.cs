using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace NanoClaw.Store.Sqlite;

/// <summary>Says in the words of the user what SQLite says in a number.</summary>
internal sealed class StoreErrors(string path)
{
    public StoreException From(SqliteException exception)
    {
        var (failure, message) = exception.SqliteErrorCode switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => (
                StoreFailure.Busy,
                $"Another program holds {path}. Close it (a database browser, a backup, NanoClaw v1) and try again."
            ),
            raw.SQLITE_FULL => (
                StoreFailure.Full,
                $"There is no room left for {path}. Free space on its disk or raise the store's maximum size; nothing stored is lost."
            ),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => (
                StoreFailure.Corrupt,
                $"{path} is damaged or not a database. Restore a copy (messages.db.before-*.bak beside it, or your own), or move it away to begin anew."
            ),
            raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM => (
                StoreFailure.NotAccessible,
                $"{path} cannot be opened for writing. Check that the folder exists and belongs to the user NanoClaw runs as."
            ),
            raw.SQLITE_CONSTRAINT => (StoreFailure.Conflict, "What was to be stored contradicts what is stored already."),
            _ => (StoreFailure.Other, $"SQLite failed on {path} with code {exception.SqliteExtendedErrorCode}."),
        };
        return new StoreException(failure, message, exception);
    }
}
