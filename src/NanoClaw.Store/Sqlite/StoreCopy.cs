using Microsoft.Data.Sqlite;

namespace NanoClaw.Store.Sqlite;

/// <summary>Copies a store that a running assistant writes to: as it was at one moment, with what is still in its log.</summary>
public static class StoreCopy
{
    /// <param name="source">The database.</param>
    /// <param name="target">The copy: an empty file, or none.</param>
    /// <exception cref="StoreException">It cannot be read, is damaged, or there is no room; the copy is of no use then.</exception>
    public static void Make(string source, string target)
    {
        try
        {
            using var connection = Connection.Open(source, TimeSpan.FromSeconds(30), readOnly: true);

            // In one step: a writer neither waits for it nor makes it begin anew.
            connection.BackUpTo(target);
        }
        catch (SqliteException exception)
        {
            throw new StoreErrors(source).From(exception);
        }
    }
}
