using Microsoft.Extensions.Time.Testing;
using NanoClaw.Backup.Keys;
using NanoClaw.Backup.Restoring;
using NanoClaw.Backup.Tests.Support;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Backup.Tests;

public sealed class RestoreTests : IDisposable
{
    private readonly Home _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_restore_of_a_time_brings_the_last_backup_before_it()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 3, 0, 0, TimeSpan.Zero));
        _home.Time = time;
        await _home.LiveAsync("first");
        await _home.BackUpAsync();
        var first = _home.Picture();
        time.Advance(TimeSpan.FromDays(1));
        await _home.LiveAsync("second");
        await _home.BackUpAsync();

        await _home.RestoreAsync(new RestoreOrder { At = time.GetUtcNow() - TimeSpan.FromHours(1) });
        Assert.Equal(Without(first, "store/auth"), Without(_home.Picture(withLogins: false), "store/auth"));

        var none = await Assert.ThrowsAsync<BackupException>(() => _home.RestoreAsync(new RestoreOrder { At = time.GetUtcNow() - TimeSpan.FromDays(3) }));
        Assert.Equal(BackupFailure.NotFound, none.Failure);
        Assert.Contains("2026-03-01 03:00:00Z", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_tells_what_would_change_and_changes_nothing()
    {
        await _home.LiveAsync("one");
        await _home.BackUpAsync();
        await _home.LiveAsync("two");
        File.Delete(Path.Combine(_home.Groups, "one", "notes", "of this life.md"));
        var before = _home.Picture();
        var report = await _home.RestoreAsync(dryRun: true);
        Assert.Equal(before, _home.Picture());
        Assert.True(report.IsDryRun);
        Assert.Contains(new RestoreChange("groups", "family/CLAUDE.md", RestoreChangeKind.Replace), report.Changes);
        Assert.Contains(new RestoreChange("groups", "one/notes/of this life.md", RestoreChangeKind.Add), report.Changes);
        Assert.Contains(new RestoreChange("groups", "two", RestoreChangeKind.Remove), report.Changes);
        Assert.Contains(new RestoreChange("store", "messages.db", RestoreChangeKind.Replace), report.Changes);

        var done = await _home.RestoreAsync();
        Assert.Equal(report.Changes, done.Changes);
        Assert.Empty((await _home.RestoreAsync(dryRun: true)).Changes);
    }

    [Fact]
    public async Task What_was_there_is_kept_aside()
    {
        await _home.LiveAsync("one");
        await _home.BackUpAsync();
        await _home.LiveAsync("two");
        var report = await _home.RestoreAsync();
        Assert.Equal(40, (await _home.MessagesAsync()).Count);
        var groups = Assert.Single(report.Kept, folder => folder.StartsWith(_home.Groups, StringComparison.Ordinal));
        Assert.Equal("The family, two.\n", await File.ReadAllTextAsync(Path.Combine(groups, "family", "CLAUDE.md"), Home.Token));
        var store = Assert.Single(report.Kept, folder => folder.StartsWith(_home.Store, StringComparison.Ordinal));
        using var inspection = StoreInspection.Open(Path.Combine(store, "messages.db"));
        Assert.Null(inspection.FindDamage(Home.Token));

        // What is aside is no part of the next backup.
        Assert.Equal(2, (await _home.BackUpAsync()).Snapshot.Groups);
    }

    [Fact]
    public async Task A_store_that_an_assistant_has_is_not_touched()
    {
        await _home.LiveAsync("one");
        await _home.BackUpAsync();
        await using var running = _home.Open(exclusive: true);
        var before = _home.Picture();
        var refused = await Assert.ThrowsAsync<BackupException>(() => _home.RestoreAsync());
        Assert.Equal(BackupFailure.InUse, refused.Failure);
        Assert.Equal(before, _home.Picture());
        Assert.Empty((await _home.RestoreAsync(dryRun: true)).Changes);
    }

    [Fact]
    public async Task A_damaged_store_is_replaced()
    {
        await _home.LiveAsync("one");
        await _home.BackUpAsync();
        var kept = _home.Picture();
        await File.WriteAllBytesAsync(_home.Database, new byte[4096], Home.Token);
        await _home.RestoreAsync();
        Assert.Equal(kept, _home.Picture());
    }

    [Fact]
    public async Task Another_key_is_called_so_and_the_printed_one_reads_all()
    {
        await _home.LiveAsync("one");
        await _home.BackUpAsync();
        var (kept, printed) = (_home.Picture(), _home.Key.RecoveryText);
        _home.Destroy();
        _home.Key = BackupKey.Create();
        var wrong = await Assert.ThrowsAsync<BackupException>(() => _home.RestoreAsync());
        Assert.Equal(BackupFailure.WrongKey, wrong.Failure);
        Assert.Contains("nanoclaw backup key import", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_home.Key.RecoveryText, wrong.Message, StringComparison.Ordinal);

        _home.Key = BackupKey.Parse(printed);
        await _home.RestoreAsync();
        Assert.Equal(Without(kept, "store/auth"), _home.Picture());
    }

    [Fact]
    public async Task Without_backups_a_restore_says_so()
    {
        await _home.LiveAsync("one");
        var none = await Assert.ThrowsAsync<BackupException>(() => _home.RestoreAsync());
        Assert.Equal(BackupFailure.NotFound, none.Failure);
        Assert.Contains("nanoclaw backup", none.Message, StringComparison.Ordinal);
    }

    private static string Without(string picture, string path) =>
        string.Join('\n', picture.Split('\n').Where(line => !line.StartsWith(path, StringComparison.Ordinal)));
}
