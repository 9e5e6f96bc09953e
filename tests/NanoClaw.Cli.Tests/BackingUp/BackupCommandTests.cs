using System.Text.Json;
using NanoClaw.Backup.Restoring;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Cli.Tests.BackingUp;

public sealed class BackupCommandTests : IDisposable
{
    private readonly CommandLine _nanoclaw = new();

    public void Dispose() => _nanoclaw.Dispose();

    private string Store => Path.Combine(_nanoclaw.Folder, "store");

    private string Groups => Path.Combine(_nanoclaw.Folder, "groups");

    [Fact]
    public async Task What_was_removed_comes_back()
    {
        await LiveAsync();
        Assert.Equal(0, await _nanoclaw.RunAsync(["backup"]));
        Assert.Contains("The backup ", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("nanoclaw backup key show", _nanoclaw.Error, StringComparison.Ordinal);
        Directory.Delete(Store, recursive: true);
        Directory.Delete(Groups, recursive: true);

        Assert.Equal(0, await _nanoclaw.RunAsync(["restore"]));
        Assert.Equal("The family.\n", await File.ReadAllTextAsync(Path.Combine(Groups, "family", "CLAUDE.md"), Token));
        Assert.Equal(0, await _nanoclaw.RunAsync(["groups", "list"]));
        Assert.Contains("family", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.Equal(0, await _nanoclaw.RunAsync(["restore", "--dry-run"]));
        Assert.StartsWith("All is as in the backup of ", _nanoclaw.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_would_change_is_shown_and_the_time_may_be_said_in_many_ways()
    {
        await LiveAsync();
        Assert.Equal(0, await _nanoclaw.RunAsync(["backup"]));
        await File.WriteAllTextAsync(Path.Combine(Groups, "family", "CLAUDE.md"), "Other.\n", Token);
        await File.WriteAllTextAsync(Path.Combine(Groups, "family", "new.md"), "New.\n", Token);
        var tomorrow = TimeProvider.System.GetUtcNow().AddDays(1);
        foreach (var time in new[] { null, tomorrow.ToString("yyyy-MM-dd"), tomorrow.ToString("yyyy-MM-dd HH:mm"), tomorrow.ToString("yyyy-MM-ddTHH:mm:ssZ") })
        {
            Assert.Equal(0, await _nanoclaw.RunAsync(["restore", "--dry-run", .. time is null ? Array.Empty<string>() : ["--at", time]]));
            Assert.Contains("  ~ groups/family/CLAUDE.md", _nanoclaw.Output, StringComparison.Ordinal);
            Assert.Contains("  - groups/family/new.md", _nanoclaw.Output, StringComparison.Ordinal);
        }

        Assert.Equal("Other.\n", await File.ReadAllTextAsync(Path.Combine(Groups, "family", "CLAUDE.md"), Token));
        Assert.Equal(9, await _nanoclaw.RunAsync(["restore", "--at", "2d"]));
        Assert.Contains("nanoclaw backup list", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.Equal(2, await _nanoclaw.RunAsync(["restore", "--at", "soon"]));
    }

    [Fact]
    public async Task The_printed_key_opens_the_backups_on_another_computer()
    {
        await LiveAsync();
        Assert.Equal(0, await _nanoclaw.RunAsync(["backup"]));
        Assert.Equal(0, await _nanoclaw.RunAsync(["backup", "key", "show"]));
        var sheet = _nanoclaw.Output;
        var key = Path.Combine(_nanoclaw.Folder, "backup.key");
        File.Move(key, key + ".lost");

        Assert.Equal(2, await _nanoclaw.RunAsync(["backup", "list"]));
        Assert.Contains("nanoclaw backup key import", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.Equal(0, await _nanoclaw.RunAsync(["backup", "key", "import"], sheet));
        Assert.Equal(0, await _nanoclaw.RunAsync(["backup", "list"]));
        Assert.Equal(0, await _nanoclaw.RunAsync(["backup", "verify", "--all"]));
        Assert.Contains("is whole", _nanoclaw.Output, StringComparison.Ordinal);

        File.Delete(key);
        Assert.Equal(0, await _nanoclaw.RunAsync(["backup", "key", "show", "--json"]));
        using var other = JsonDocument.Parse(_nanoclaw.Output);
        Assert.Equal(2, await _nanoclaw.RunAsync(["backup", "list"]));
        Assert.Contains(other.RootElement.GetProperty("fingerprint").GetString()!, _nanoclaw.Error, StringComparison.Ordinal);
        Assert.Equal(6, await _nanoclaw.RunAsync(["backup", "key", "import"], sheet));
        Assert.Equal(0, await _nanoclaw.RunAsync(["backup", "key", "import", "--force"], sheet));
        Assert.Equal(0, await _nanoclaw.RunAsync(["backup", "list"]));
    }

    [Fact]
    public async Task While_an_assistant_has_the_store_nothing_is_restored_and_a_backup_is_made()
    {
        await LiveAsync();
        await using var running = SqliteStore.Open(new StoreOptions { Path = Path.Combine(Store, "messages.db") });
        Assert.Equal(0, await _nanoclaw.RunAsync(["backup"]));
        Assert.Equal(6, await _nanoclaw.RunAsync(["backup", "--logins"]));
        Assert.Equal(6, await _nanoclaw.RunAsync(["restore"]));
    }

    [Fact]
    public async Task A_restore_that_was_killed_is_ended_by_any_command()
    {
        await LiveAsync();
        Assert.Equal(0, await _nanoclaw.RunAsync(["backup"]));
        var aside = Path.Combine(Store, "backup", ".before-restore-x", "messages.db");
        Directory.CreateDirectory(Path.GetDirectoryName(aside)!);
        File.Move(Path.Combine(Store, "messages.db"), aside);
        var coming = Path.Combine(Store, "backup", ".restore-x", "messages.db");
        Directory.CreateDirectory(Path.GetDirectoryName(coming)!);
        File.Copy(aside, coming);
        await File.WriteAllTextAsync(
            Path.Combine(Store, "backup", "restore.json"),
            JsonSerializer.Serialize(
                new
                {
                    id = "x",
                    snapshot = new
                    {
                        id = "s",
                        createdAt = DateTimeOffset.UnixEpoch,
                        contents = Array.Empty<string>(),
                    },
                    phase = "Home",
                    moves = new[]
                    {
                        new
                        {
                            from = coming,
                            to = Path.Combine(Store, "messages.db"),
                            aside,
                        },
                    },
                    leftovers = new[] { Path.GetDirectoryName(coming) },
                }
            ),
            Token
        );
        Assert.Equal(0, await _nanoclaw.RunAsync(["groups", "list"]));
        Assert.Contains("family", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Store, "backup", "restore.json")));
        InterruptedRestore.End(new() { StorePath = Path.Combine(Store, "messages.db"), GroupsFolder = Groups }, TimeProvider.System);
    }

    [Theory]
    [InlineData("BACKUP_TO", "store/backups", "BACKUP_TO")]
    [InlineData("BACKUP_TO", "groups", "BACKUP_TO")]
    [InlineData("BACKUP_KEY_FILE", "backups/key", "BACKUP_KEY_FILE")]
    [InlineData("BACKUP_EVERY", "often", "BACKUP_EVERY")]
    [InlineData("BACKUP_EVERY", "1m", "BACKUP_EVERY")]
    [InlineData("BACKUP_KEEP_DAYS", "-1", "BACKUP_KEEP_DAYS")]
    [InlineData("BACKUP_KEEP_MONTHS", "many", "BACKUP_KEEP_MONTHS")]
    public async Task A_setting_that_makes_no_sense_is_named(string key, string value, string named)
    {
        await LiveAsync();
        _nanoclaw.Env = $"{key}={value}\n";
        Assert.Equal(2, await _nanoclaw.RunAsync(["backup"]));
        Assert.Contains(named, _nanoclaw.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_nanoclaw.Folder, "backups")));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task LiveAsync()
    {
        Assert.Equal(0, await _nanoclaw.RunAsync(["groups", "add", "tg:-1", "--name", "Family", "--folder", "family", "--main"]));
        Directory.CreateDirectory(Path.Combine(Groups, "family"));
        await File.WriteAllTextAsync(Path.Combine(Groups, "family", "CLAUDE.md"), "The family.\n", Token);
    }
}
