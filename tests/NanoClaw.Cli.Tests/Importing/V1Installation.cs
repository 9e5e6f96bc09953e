using System.Security.Cryptography;
using System.Text.Json;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;
using NanoClaw.Store.Tests;

namespace NanoClaw.Cli.Tests.Importing;

/// <summary>A folder as v1 leaves it, and a command line beside it that takes it over.</summary>
internal sealed class V1Installation : IDisposable
{
    public V1Installation(string shape = "replies and scripts")
    {
        Directory.CreateDirectory(Path.Combine(Root, "store"));
        V1Database.Create(Database, shape);
        Write("groups/main/CLAUDE.md", "# Main");
        Write("groups/main/logs/run.log", "a log");
        Write("groups/global/CLAUDE.md", "# Global");
        Cli.Environment["HOME"] = Root;
        var senders = Path.Combine(Root, "sender-allowlist.json");
        File.WriteAllText(senders, "{}");
        Cli.Env = $"SENDER_ALLOWLIST={senders}\nTZ=UTC\n";
    }

    public CommandLine Cli { get; } = new();

    public string Root { get; } = Directory.CreateTempSubdirectory("nanoclaw-v1-").FullName;

    public string Database => Path.Combine(Root, "store", "messages.db");

    public string Target => Path.Combine(Cli.Folder, "store", "messages.db");

    public string TargetGroups => Path.Combine(Cli.Folder, "groups");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task<int> ImportAsync(params string[] options) => Cli.RunAsync(["import", "v1", Root, .. options]);

    /// <summary>Imports and returns what <c>--json</c> printed.</summary>
    public async Task<JsonElement> ReportAsync(params string[] options)
    {
        Assert.Equal((ExitCode.Success, ""), (await ImportAsync(["--json", .. options]), Cli.Error.Contains("nanoclaw:", StringComparison.Ordinal) ? Cli.Error : ""));
        return JsonDocument.Parse(Cli.Output).RootElement;
    }

    public SqliteStore Open() => SqliteStore.Open(new StoreOptions { Path = Target, Exclusive = false });

    public void Write(string path, string text)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public void Execute(string sql) => V1Database.Execute(Database, sql);

    public async Task<ScheduledTask> TaskAsync(string id)
    {
        await using var store = Open();
        return (await store.Tasks.FindAsync(id, Token))!;
    }

    /// <summary>Every path below a folder with its time and its bytes.</summary>
    public static IReadOnlyList<string> Fingerprint(string folder) =>
    [
        .. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Select(entry => $"{entry.FullName} {entry.LastWriteTimeUtc:O} {(entry is FileInfo { LinkTarget: null } file ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.FullName))) : entry.LinkTarget)}")
            .Order(StringComparer.Ordinal),
    ];

    public void Dispose()
    {
        Cli.Dispose();
        Directory.Delete(Root, recursive: true);
    }
}
