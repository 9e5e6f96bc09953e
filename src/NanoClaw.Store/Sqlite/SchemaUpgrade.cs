using System.Globalization;

namespace NanoClaw.Store.Sqlite;

/// <summary>Brings a database of any v1 version, or an empty one, to the schema, in one transaction.</summary>
internal sealed class SchemaUpgrade(Connection connection, StoreOptions options)
{
    /// <summary>What has to be made once a column is there: rows that are older than the column get its meaning.</summary>
    private static readonly Dictionary<string, string> Backfills = new(StringComparer.Ordinal)
    {
        ["messages.is_bot_message"] = "UPDATE messages SET is_bot_message = 1 WHERE is_from_me = 1 AND substr(content, 1, length({0})) = {0}",
        ["registered_groups.is_main"] = "UPDATE registered_groups SET is_main = 1 WHERE folder = 'main'",
        ["chats.channel"] = """
            UPDATE chats SET channel = CASE
                WHEN jid LIKE '%@g.us' OR jid LIKE '%@s.whatsapp.net' THEN 'whatsapp'
                WHEN jid LIKE 'tg:%' THEN 'telegram'
                WHEN jid LIKE 'dc:%' THEN 'discord' END
            """,
        ["chats.is_group"] = "UPDATE chats SET is_group = 1 WHERE jid LIKE '%@g.us' OR jid LIKE 'dc:%'",
    };

    /// <returns>The copy that was kept of the database as it was; null if none was needed.</returns>
    public string? Run()
    {
        var version = connection.QueryNumber("PRAGMA user_version");
        if (version > Schema.Version)
        {
            throw new StoreException(
                StoreFailure.NewerSchema,
                $"{options.Path} was written by a newer NanoClaw (schema {version}; this one knows {Schema.Version}). Update this one; the file was not touched."
            );
        }

        var existing = ReadTables();
        if (version == Schema.Version && Plan(existing).Count == 0)
        {
            return null;
        }

        var copy = existing.Count > 0 && options.KeepCopy ? KeepCopy(version) : null;
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            foreach (var statement in Plan(ReadTables()))
            {
                connection.Execute(statement);
            }

            connection.Execute($"PRAGMA user_version = {Schema.Version}");
            connection.Execute("COMMIT");
        }
        catch
        {
            if (connection.InTransaction)
            {
                connection.Execute("ROLLBACK");
            }

            throw;
        }

        return copy;
    }

    private List<string> Plan(Dictionary<string, HashSet<string>> existing)
    {
        var statements = new List<string>();
        foreach (var table in Schema.Tables)
        {
            if (!existing.TryGetValue(table.Name, out var columns))
            {
                statements.Add(table.Create);
                continue;
            }

            foreach (var column in table.Columns.Where(column => !columns.Contains(column.Name)))
            {
                statements.Add($"ALTER TABLE {table.Name} ADD COLUMN {column}");
                if (Backfills.TryGetValue($"{table.Name}.{column.Name}", out var backfill))
                {
                    statements.Add(string.Format(CultureInfo.InvariantCulture, backfill, BotPrefix));
                }
            }
        }

        var indexes = ReadNames("index");
        statements.AddRange(Schema.Indexes.Where(index => !indexes.Contains(index.Name)).Select(index => index.Create));
        var triggers = ReadNames("trigger");
        statements.AddRange(Schema.Triggers.Where(trigger => !triggers.Contains(trigger.Name)).Select(trigger => trigger.Create));
        return statements;
    }

    private string BotPrefix => $"'{options.AssistantName.Replace("'", "''", StringComparison.Ordinal)}:'";

    private string KeepCopy(long version)
    {
        var stamp = options.TimeProvider.GetUtcNow().ToString("yyyyMMdd-HHmmssfff", CultureInfo.InvariantCulture);
        var copy = $"{options.Path}.before-{Schema.Version}-from-{version}-{stamp}.bak";
        var partial = copy + ".partial";
        File.Delete(partial);
        connection.BackUpTo(partial);
        File.Move(partial, copy);
        return copy;
    }

    private Dictionary<string, HashSet<string>> ReadTables()
    {
        var tables = new Dictionary<string, HashSet<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var table in ReadNames("table").Where(name => Schema.Tables.Any(known => known.Name == name)))
        {
            using var statement = connection.Prepare("SELECT name FROM pragma_table_info(?1)").Bind(1, table);
            var columns = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            while (statement.Step())
            {
                columns.Add(statement.Text(0));
            }

            tables.Add(table, columns);
        }

        return tables;
    }

    private HashSet<string> ReadNames(string type)
    {
        using var statement = connection.Prepare("SELECT name FROM sqlite_schema WHERE type = ?1").Bind(1, type);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (statement.Step())
        {
            names.Add(statement.Text(0));
        }

        return names;
    }
}
