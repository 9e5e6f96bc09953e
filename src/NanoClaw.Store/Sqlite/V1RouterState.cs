using Microsoft.Data.Sqlite;

namespace NanoClaw.Store.Sqlite;

/// <summary>v1's own rows of <c>router_state</c>, its cursors among them.</summary>
public static class V1RouterState
{
    /// <summary>Writes them as v1 does: the next opening of the store takes the cursors over.</summary>
    /// <param name="path">A database of this version that is not open.</param>
    /// <param name="rows">The values by key.</param>
    /// <exception cref="StoreException">It cannot be written to.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, string> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        try
        {
            using var connection = Connection.Open(path, new StoreOptions { Path = path }.BusyTimeout, readOnly: false);
            foreach (var (key, value) in rows)
            {
                SqliteStateStore.Write(connection, key, value);
            }
        }
        catch (SqliteException exception)
        {
            throw new StoreErrors(path).From(exception);
        }
    }
}
