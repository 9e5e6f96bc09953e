using System.Security.Cryptography;
using NanoClaw.Host;
using NanoClaw.Import.From;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;
using NanoClaw.Store.Tests;

namespace NanoClaw.Import.Tests;

/// <summary>A folder as v1 leaves it, and one beside it that takes it over.</summary>
internal sealed class V1Installation : IDisposable
{
    public V1Installation(string shape = "replies and scripts")
    {
        Directory.CreateDirectory(Path.Combine(Root, "store"));
        V1Database.Create(Database, shape);
        Write("groups/main/CLAUDE.md", "# Main");
        Write("groups/main/logs/run.log", "a log");
        Write("groups/global/CLAUDE.md", "# Global");
        Settings = new ImportSettings
        {
            StoreFolder = Path.Combine(Here, "store"),
            StoreFile = "messages.db",
            DataFolder = Path.Combine(Here, "data"),
            Host = new HostOptions { TimeZone = "UTC", GroupsFolder = TargetGroups },
            KeepsSessions = false,
            Channels = new HashSet<string>(StringComparer.Ordinal) { "telegram", "whatsapp" },
            Keys = new HashSet<string>(StringComparer.Ordinal) { "ASSISTANT_NAME", "TELEGRAM_BOT_TOKEN" },
            Ask = static (_, _, _) => Task.FromResult<string?>(null),
        };
    }

    public ImportSettings Settings { get; set; }

    /// <summary>v1's folder.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("nanoclaw-v1-").FullName;

    /// <summary>The folder that takes it over.</summary>
    public string Here { get; } = Directory.CreateTempSubdirectory("nanoclaw-import-to-").FullName;

    /// <summary>Told each step as it begins.</summary>
    public Action<string>? OnStep { get; set; }

    public string Database => Path.Combine(Root, "store", "messages.db");

    public string Target => Path.Combine(Here, "store", "messages.db");

    public string TargetGroups => Path.Combine(Here, "groups");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task<ImportReport> ImportAsync(bool dryRun = false) =>
        new V1Import(Settings, V1Folder.Find(Root), new Steps(step => OnStep?.Invoke(step))).RunAsync(dryRun, Token);

    /// <summary>An import that does not come about, and why.</summary>
    public async Task<(ImportFailure Failure, string Message)> FailAsync(bool dryRun = false)
    {
        var exception = await Assert.ThrowsAsync<ImportException>(() => ImportAsync(dryRun));
        return (exception.Failure, exception.Message);
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
            .. new DirectoryInfo(folder)
                .EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
                .Select(entry =>
                    $"{entry.FullName} {entry.LastWriteTimeUtc:O} {(entry is FileInfo { LinkTarget: null } file ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.FullName))) : entry.LinkTarget)}"
                )
                .Order(StringComparer.Ordinal),
        ];

    public void Dispose()
    {
        Directory.Delete(Root, recursive: true);
        Directory.Delete(Here, recursive: true);
    }

    private sealed class Steps(Action<string> tell) : IProgress<string>
    {
        public void Report(string value) => tell(value);
    }
}
