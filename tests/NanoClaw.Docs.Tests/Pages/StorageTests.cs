using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using NanoClaw.Docs.Tests.Documents;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Docs.Tests.Pages;

/// <summary>What docs/STORAGE.md says of the databases is what they are.</summary>
public sealed partial class StorageTests : IDisposable
{
    private static readonly Document Page = Document.Load("docs/STORAGE.md");

    private readonly string _folder = Directory.CreateTempSubdirectory("nanoclaw-docs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_tables_at_home_are_those_of_a_fresh_store()
    {
        await using var database = await FreshStoreAsync();

        Assert.Equal(await SchemaOf(database), Described(section => section.StartsWith("## At home", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_indexes_and_triggers_at_home_are_those_of_a_fresh_store()
    {
        await using var database = await FreshStoreAsync();

        var indexes = (await RowsAsync(database, "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")).Select(row =>
            (
                Name: row[0],
                On: (row[1].Contains("UNIQUE", StringComparison.Ordinal) ? "UNIQUE " : "") + row[1][row[1].IndexOf(" ON ", StringComparison.Ordinal)..].Trim()
            )
        );
        Assert.Equal(indexes.Order(), Page.Rows("Indexes").Skip(1).Select(row => (Code(row[0]), Code(row[1]))).Order());

        var triggers = (await RowsAsync(database, "SELECT name FROM sqlite_schema WHERE type = 'trigger'")).Select(row => row[0]);
        Assert.Equal(triggers.Order(StringComparer.Ordinal), Page.Rows("Triggers").Skip(1).Select(row => Code(row[0])).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_version_at_home_is_that_of_a_fresh_store()
    {
        await using var database = await FreshStoreAsync();

        var version = Assert.Single(await RowsAsync(database, "PRAGMA user_version"))[0];
        Assert.Contains($"`PRAGMA user_version` is **{version}**", Page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("### A group's object", "group", "backup")]
    [InlineData("### The run caps", "caps")]
    public async Task The_tables_of_a_Durable_Object_are_those_that_the_Worker_makes(string section, params string[] rooms)
    {
        await using var database = await DatabaseAsync(Path.Combine(_folder, "object.db"));
        var statements = rooms
            .SelectMany(room => Repository.Files($"src/moltworker/src/{room}", ".ts"))
            .Where(file => !file.EndsWith(".test.ts", StringComparison.Ordinal))
            .SelectMany(file => CreateTable().Matches(Repository.Read(file)).Select(match => match.Value));
        foreach (var statement in statements)
        {
            await RowsAsync(database, statement);
        }

        Assert.Equal(await SchemaOf(database), Described(heading => heading == section));
    }

    [Fact]
    public void Every_table_of_the_Worker_is_in_a_room_that_is_looked_at() =>
        Assert.All(
            Repository
                .Files("src/moltworker/src", ".ts")
                .Where(file => !file.EndsWith(".test.ts", StringComparison.Ordinal) && CreateTable().IsMatch(Repository.Read(file))),
            file => Assert.Matches("^src/moltworker/src/(group|backup|caps)/", file)
        );

    [Fact]
    public void The_migrations_are_those_of_the_Worker()
    {
        var tags = Tag().Matches(Repository.Read("src/moltworker/wrangler.json")).Select(match => match.Groups["tag"].Value);
        Assert.All(tags, tag => Assert.Contains($"`{tag}`", Page.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_column_that_is_missing_in_a_description_would_be_seen()
    {
        var described = Described(section => section.StartsWith("## At home", StringComparison.Ordinal));
        var less = Document.Of("docs/STORAGE.md", Page.Text.Replace("| `is_told` |", "| `told` |", StringComparison.Ordinal));

        Assert.NotEqual(described, Described(less, section => section.StartsWith("## At home", StringComparison.Ordinal)));
    }

    private static List<string> Described(Func<string, bool> section) => Described(Page, section);

    /// <summary>A line for each row of the tables below a section: `table.column declaration`.</summary>
    private static List<string> Described(Document page, Func<string, bool> section)
    {
        var (isIn, depth, table) = (false, 0, "");
        var lines = new List<string>();
        foreach (var line in page.Prose.Split('\n'))
        {
            if (line.StartsWith('#'))
            {
                var level = line.TakeWhile(c => c == '#').Count();
                (isIn, depth) =
                    section(line) ? (true, level)
                    : isIn && level <= depth ? (false, 0)
                    : (isIn, depth);
                table = TableHeading().Match(line).Groups["name"].Value;
            }
            else if (isIn && table.Length > 0 && DescribedColumn().Match(line) is { Success: true } row)
            {
                var column = row.Groups["column"].Value;
                lines.Add($"{table}.{(column == "(table)" ? column : Code(column))} {Code(row.Groups["declared"].Value)}");
            }
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }

    private static async Task<List<string>> SchemaOf(SqliteConnection database)
    {
        var lines = new List<string>();
        foreach (var row in await RowsAsync(database, "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"))
        {
            var (open, close) = (row[1].IndexOf('('), row[1].LastIndexOf(')'));
            foreach (var part in TopLevelComma().Split(row[1][(open + 1)..close]).Select(part => Blanks().Replace(part.Trim(), " ")))
            {
                lines.Add(
                    OfTable().IsMatch(part) ? $"{row[0]}.(table) {part}" : $"{row[0]}.{(part.Contains(' ', StringComparison.Ordinal) ? part : part + " ")}"
                );
            }

            if (row[1][(close + 1)..].Trim() is { Length: > 0 } options)
            {
                lines.Add($"{row[0]}.(table) {options}");
            }
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }

    private async Task<SqliteConnection> FreshStoreAsync()
    {
        var path = Path.Combine(_folder, "messages.db");
        await using (SqliteStore.Open(new StoreOptions { Path = path })) { }

        return await DatabaseAsync(path);
    }

    private static async Task<SqliteConnection> DatabaseAsync(string path)
    {
        var database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        await database.OpenAsync(TestContext.Current.CancellationToken);
        return database;
    }

    private static async Task<List<string[]>> RowsAsync(SqliteConnection database, string sql)
    {
        await using var command = database.CreateCommand();
        // The sources' own statements, and this file's.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<string[]>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture)!)]);
        }

        return rows;
    }

    private static string Code(string cell) => cell.Trim().Trim('`');

    [GeneratedRegex(@"CREATE TABLE (IF NOT EXISTS )?\w+ \([^;`""]*\)( WITHOUT ROWID)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CreateTable();

    [GeneratedRegex("\"tag\": \"(?<tag>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"^#+ `(?<name>\w+)`$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TableHeading();

    [GeneratedRegex(@"^\| (?<column>`\w+`|\(table\)) \| (?<declared>`[^|]*`|) \|", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DescribedColumn();

    [GeneratedRegex(@",(?![^(]*\))", RegexOptions.None, 1000)]
    private static partial Regex TopLevelComma();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^(PRIMARY KEY|FOREIGN KEY|UNIQUE|CHECK) ?\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OfTable();
}
