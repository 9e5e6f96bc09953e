using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NanoClaw.Backup.Keys;
using NanoClaw.Backup.Making;
using NanoClaw.Backup.Places;
using NanoClaw.Backup.Restoring;
using NanoClaw.Backup.Verifying;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Backup.Tests.Support;

/// <summary>An assistant's home in a folder of its own: a store with messages, groups with files, a login; and a place for backups.</summary>
internal sealed class Home : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanoclaw-backup-");

    public Home()
    {
        Directory.CreateDirectory(Groups);
        KeyFile = new BackupKeyFile(Path.Combine(Root, "backup.key"));
        Key = KeyFile.ReadOrCreate(out _);
    }

    public string Root => Path.Combine(_folder.FullName, "home");

    public string Groups => Path.Combine(Root, "groups");

    public string Store => Path.Combine(Root, "store");

    public string Database => Path.Combine(Store, "messages.db");

    public string Backups => Path.Combine(_folder.FullName, "backups");

    public BackupKeyFile KeyFile { get; }

    public BackupKey Key { get; set; }

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public IBackupPlace Place => new FolderPlace(Backups);

    public BackupSurroundings Surroundings => new() { StorePath = Database, GroupsFolder = Groups };

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public SqliteStore Open(bool exclusive = false) => SqliteStore.Open(new StoreOptions { Path = Database, Exclusive = exclusive });

    /// <summary>Messages, a group's files and a login, all of them new with each life.</summary>
    public async Task LiveAsync(string life, int messages = 40)
    {
        await using (var store = Open())
        {
            for (var number = 0; number < messages; number++)
            {
                await store.Messages.AddAsync(
                    new ChatMessage
                    {
                        Id = $"{life}-{number}",
                        ChatJid = "family@g.us",
                        Sender = "1@s.whatsapp.net",
                        Content =
                            $"{life}: "
                            + string.Join(' ', Enumerable.Range(0, 40).Select(word => (number * 7919 * (word + 1)).ToString(CultureInfo.InvariantCulture))),
                        Timestamp = DateTimeOffset.UnixEpoch.AddSeconds(number),
                    },
                    Token
                );
            }
        }

        Write(Path.Combine(Groups, "family", "CLAUDE.md"), $"The family, {life}.\n");
        Write(Path.Combine(Groups, "family", "logs", $"{life}.txt"), "");
        Write(Path.Combine(Groups, life, "notes", "of this life.md"), string.Concat(Enumerable.Repeat($"{life} ", 5000)));
        Write(Path.Combine(Store, "auth", "creds.json"), $$"""{"life":"{{life}}"}""");
    }

    public static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public Task<BackupReport> BackUpAsync(BackupOrder? order = null, IBackupPlace? place = null) =>
        new BackupMaker(Surroundings, place ?? Place, Key, Time).RunAsync(order ?? new BackupOrder(), new Silence(), Token);

    public Task<RestoreReport> RestoreAsync(RestoreOrder? order = null, bool dryRun = false, IBackupPlace? place = null) =>
        new Restorer(Surroundings, place ?? Place, Key, Time).RunAsync(order ?? new RestoreOrder(), dryRun, new Silence(), Token);

    public Task<VerifyReport> VerifyAsync(bool all = true, bool repair = false) =>
        new BackupVerifier(Surroundings, Place, Key).RunAsync(all, repair, new Silence(), Token);

    public void Destroy()
    {
        Directory.Delete(Store, recursive: true);
        Directory.Delete(Groups, recursive: true);
    }

    /// <summary>Every file, folder and link of the home with its content: equal texts are equal homes.</summary>
    public string Picture(bool withLogins = true)
    {
        var picture = new StringBuilder();
        foreach (
            var entry in new[] { Store, Groups }
                .Where(Directory.Exists)
                .SelectMany(top => Directory.EnumerateFileSystemEntries(top, "*", SearchOption.AllDirectories))
                .Order(StringComparer.Ordinal)
        )
        {
            var path = Path.GetRelativePath(Root, entry);
            if (
                path.Contains(".before-restore-", StringComparison.Ordinal)
                || path.Contains(".restore-", StringComparison.Ordinal)
                || path.StartsWith(Path.Combine("store", "backup"), StringComparison.Ordinal)
                || path.EndsWith(".lock", StringComparison.Ordinal)
                || path.EndsWith(".owner", StringComparison.Ordinal)
                || path.EndsWith("-wal", StringComparison.Ordinal)
                || path.EndsWith("-shm", StringComparison.Ordinal)
                || (!withLogins && path.StartsWith(Path.Combine("store", "auth"), StringComparison.Ordinal))
            )
            {
                continue;
            }

            var content =
                new FileInfo(entry).LinkTarget
                ?? (Directory.Exists(entry) ? "folder" : Convert.ToHexStringLower(SHA256.HashData(entry == Database ? Pages() : File.ReadAllBytes(entry))));
            picture.Append(CultureInfo.InvariantCulture, $"{path} {content} {(OperatingSystem.IsWindows() ? "" : File.GetUnixFileMode(entry))}\n");
        }

        return picture.ToString();
    }

    /// <summary>The database's pages with what is still in its log, and without the counters that a copy begins anew.</summary>
    private byte[] Pages()
    {
        var copy = Path.Combine(_folder.FullName, "picture.db");
        File.Delete(copy);
        try
        {
            StoreCopy.Make(Database, copy);
        }
        catch (StoreException)
        {
            return File.ReadAllBytes(Database);
        }

        return File.ReadAllBytes(copy);
    }

    public async Task<IReadOnlyList<string>> MessagesAsync()
    {
        await using var store = Open();
        return [.. (await store.Messages.ReadSinceAsync("family@g.us", default, 100_000, Token)).Select(message => message.Id)];
    }

    /// <summary>A copy of it, to come back to.</summary>
    public void CopyTo(string target)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(Root, path));
            if (Directory.Exists(path))
            {
                Directory.CreateDirectory(copy);
            }
            else
            {
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(path, copy, overwrite: true);
            }
        }
    }

    /// <summary>Makes it what a copy is.</summary>
    public void BecomeCopyOf(string source)
    {
        Directory.Delete(Root, recursive: true);
        foreach (var path in Directory.EnumerateFileSystemEntries(source, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var copy = Path.Combine(Root, Path.GetRelativePath(source, path));
            if (Directory.Exists(path))
            {
                Directory.CreateDirectory(copy);
            }
            else
            {
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(path, copy);
            }
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private sealed class Silence : IProgress<string>
    {
        public void Report(string value) { }
    }
}
