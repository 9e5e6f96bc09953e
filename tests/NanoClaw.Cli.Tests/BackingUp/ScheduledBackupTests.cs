using Microsoft.Extensions.Logging;
using NanoClaw.Backup.Making;

namespace NanoClaw.Cli.Tests.BackingUp;

/// <summary>What <c>BACKUP_EVERY</c> makes of a running assistant, by a clock that is moved by hand.</summary>
public sealed class ScheduledBackupTests : IAsyncLifetime
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly BackingUpHome _home = new();

    public async ValueTask InitializeAsync() => await _home.LiveAsync();

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public async Task One_is_made_when_it_is_due_and_not_before()
    {
        await using var service = await _home.StartAsync("BACKUP_EVERY=1d");
        Assert.Equal(1, _home.Count);

        await service.AdvanceAsync(Hour * 24 - TimeSpan.FromMinutes(15));
        Assert.Equal(1, _home.Count);
        await service.AdvanceAsync(TimeSpan.FromMinutes(15));
        Assert.Equal(2, _home.Count);
        Assert.Null(_home.History.Failure);
        Assert.Equal(0, await _home.Nanoclaw.RunAsync(["backup", "verify", "--all"]));
    }

    [Fact]
    public async Task The_time_counts_from_the_last_good_one_over_a_restart_and_whoever_made_it()
    {
        Assert.Equal(0, await _home.Nanoclaw.RunAsync(["backup"]));
        _home.Time.Advance(Hour * 20);
        await using (var service = await _home.StartAsync("BACKUP_EVERY=1d"))
        {
            await service.AdvanceAsync(Hour);
            Assert.Equal(1, _home.Count);
        }

        _home.Time.Advance(Hour * 2);
        await using var next = await _home.StartAsync("BACKUP_EVERY=1d");
        Assert.Equal(1, _home.Count);
        await next.AdvanceAsync(Hour);
        Assert.Equal(2, _home.Count);
    }

    [Fact]
    public async Task A_clock_that_was_wrong_puts_none_off()
    {
        _home.Time.Set(TimeSpan.FromDays(3650));
        Assert.Equal(0, await _home.Nanoclaw.RunAsync(["backup"]));
        _home.Time.Set(TimeSpan.FromDays(-3650));

        await using var service = await _home.StartAsync("BACKUP_EVERY=1d");

        Assert.Equal(2, _home.Count);
        Assert.Equal(_home.Time.GetUtcNow(), _home.History.LastGoodAt);
    }

    [Fact]
    public async Task A_failure_is_told_once_until_one_was_good_again()
    {
        await File.WriteAllTextAsync(_home.Backups, "no folder", Token);
        await using var service = await _home.StartAsync("BACKUP_EVERY=1d");
        Assert.Single(await _home.ToldAsync(), text => text.StartsWith("The backup failed. ", StringComparison.Ordinal));
        Assert.Equal(_home.Time.GetUtcNow(), _home.History.FailedAt);

        // Longer than the ids of sent texts are known, and over a restart.
        for (var day = 0; day < 9; day++)
        {
            await service.AdvanceAsync(Hour * 24);
            await _home.SendAsync();
        }

        Assert.Equal(_home.Time.GetUtcNow(), _home.History.FailedAt);
        await service.DisposeAsync();
        await using var next = await _home.StartAsync("BACKUP_EVERY=1d");
        await next.AdvanceAsync(Hour * 2);
        Assert.Empty(await _home.ToldAsync());

        File.Delete(_home.Backups);
        await next.AdvanceAsync(Hour);
        Assert.Equal((1, null), (_home.Count, _home.History.Failure));

        Directory.Move(_home.Backups, _home.Backups + ".away");
        await next.AdvanceAsync(Hour * 24);
        Assert.Contains("Is the disk mounted?", Assert.Single(await _home.ToldAsync()), StringComparison.Ordinal);
        Assert.Equal(0, _home.Count);
    }

    /// <summary>Whatever keeps a backup from beginning is noted and told like one that fails on its way, and not tried without end.</summary>
    [Theory]
    [InlineData("key")]
    [InlineData("token")]
    public async Task What_comes_before_a_backup_begins_fails_it_too(string what)
    {
        if (what == "key")
        {
            await File.WriteAllTextAsync(Path.Combine(_home.Nanoclaw.Folder, "backup.key"), "no key\n", Token);
        }

        await using var service = await _home.StartAsync(what == "key" ? "BACKUP_EVERY=1d" : "BACKUP_EVERY=1d\nBACKUP_TO=r2");
        await service.AdvanceAsync(TimeSpan.FromMinutes(45));
        Assert.Single(_home.Log, entry => entry.Level is LogLevel.Warning);
        Assert.NotNull(_home.History.Failure);
        Assert.Contains(
            _home.History.Failure,
            Assert.Single(await _home.ToldAsync(), text => text.StartsWith("The backup failed", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );
        await service.AdvanceAsync(TimeSpan.FromMinutes(15));
        Assert.Equal(2, _home.Log.Count(entry => entry.Level is LogLevel.Warning));
    }

    [Fact]
    public async Task One_by_hand_at_the_same_time_is_waited_for_and_is_no_failure()
    {
        var own = Path.Combine(_home.Store, "backup");
        Directory.CreateDirectory(own);
        await using var service = await StartBesideAsync();
        Assert.Equal((0, null), (_home.Count, _home.History.Failure));
        Assert.DoesNotContain(await _home.ToldAsync(), text => text.Contains("failed", StringComparison.Ordinal));

        await service.AdvanceAsync(TimeSpan.FromMinutes(15));
        Assert.Equal(1, _home.Count);

        async Task<RunningBackups> StartBesideAsync()
        {
            await using var held = new FileStream(Path.Combine(own, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return await _home.StartAsync("BACKUP_EVERY=1d");
        }
    }

    /// <summary>A full disk keeps the note of a backup from being written, and must neither end the assistant nor have it try without end.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_note_that_cannot_be_written_stops_nothing(bool isGood)
    {
        Directory.CreateDirectory(Path.Combine(_home.Store, "backup", "history.json.tmp", "x"));
        if (!isGood)
        {
            await File.WriteAllTextAsync(Path.Combine(_home.Nanoclaw.Folder, "backup.key"), "no key\n", Token);
        }

        await using var service = await _home.StartAsync("BACKUP_EVERY=2h");
        await service.AdvanceAsync(TimeSpan.FromMinutes(45));

        Assert.Equal(isGood ? 1 : 0, _home.Count);
        Assert.Equal(isGood ? 0 : 1, (await _home.ToldAsync()).Count(text => text.StartsWith("The backup failed", StringComparison.Ordinal)));
        Assert.False(service.HasEnded);
    }

    [Theory]
    [InlineData("", 4)]
    [InlineData("\nBACKUP_KEEP_DAYS=2\nBACKUP_KEEP_WEEKS=0\nBACKUP_KEEP_MONTHS=0", 2)]
    public async Task Older_ones_stay_as_the_settings_say(string keep, int kept)
    {
        await using var service = await _home.StartAsync("BACKUP_EVERY=1d" + keep);

        await service.AdvanceAsync(Hour * 72);

        Assert.Equal(kept, _home.Count);
    }

    /// <summary>The stop comes at each step of a backup.</summary>
    [Theory]
    [InlineData("Keeping the store")]
    [InlineData("Keeping the groups' folders")]
    [InlineData("Writing what")]
    [InlineData("Ending the backup")]
    public async Task A_stop_in_the_middle_leaves_no_half_backup_and_no_failure(string step)
    {
        await using (var service = await _home.StartAsync("BACKUP_EVERY=1d", stopAt: step))
        {
            Assert.True(service.HasEnded);
        }

        Assert.Contains(_home.Log, entry => entry.Text.Contains(step, StringComparison.Ordinal));
        Assert.Equal(0, _home.Count);
        Assert.Equal(new BackupHistory(), _home.History);
        Assert.DoesNotContain(await _home.ToldAsync(), text => text.Contains("failed", StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFiles(_home.Backups, "*.partial", SearchOption.AllDirectories));
        Assert.False(Directory.Exists(Path.Combine(_home.Store, "backup", "stage")));

        await using var next = await _home.StartAsync("BACKUP_EVERY=1d");
        Assert.Equal(1, _home.Count);
        Assert.Equal(0, await _home.Nanoclaw.RunAsync(["backup", "verify", "--all"]));
    }

    [Fact]
    public async Task A_stop_ends_the_wait_for_the_next_one()
    {
        var service = await _home.StartAsync("BACKUP_EVERY=1d");
        Assert.False(service.HasEnded);

        await service.DisposeAsync();

        Assert.True(service.HasEnded);
    }

    [Fact]
    public async Task The_main_group_is_told_of_each_new_key_and_where_it_is()
    {
        await using var service = await _home.StartAsync("BACKUP_EVERY=1d");
        Assert.Contains("nanoclaw backup key show", Assert.Single(await _home.ToldAsync()), StringComparison.Ordinal);
        await _home.SendAsync();
        File.Delete(Path.Combine(_home.Nanoclaw.Folder, "backup.key"));

        await service.AdvanceAsync(Hour * 24);

        Assert.Single(await _home.ToldAsync(), text => text.Contains("nanoclaw backup key show", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_older_ones_cannot_be_removed_the_backup_is_good_and_the_cure_is_told_once()
    {
        await using var service = await _home.StartAsync("BACKUP_EVERY=1d");
        await _home.SendAsync();
        await File.WriteAllTextAsync(Directory.EnumerateFiles(Path.Combine(_home.Backups, "snapshots")).Single(), "damaged", Token);

        await service.AdvanceAsync(Hour * 24);
        Assert.Equal((2, _home.Time.GetUtcNow()), (_home.Count, _home.History.LastGoodAt));
        var told = Assert.Single(await _home.ToldAsync());
        Assert.StartsWith("The backup was made and is whole. ", told, StringComparison.Ordinal);
        Assert.Contains("--repair", told, StringComparison.Ordinal);
        await _home.SendAsync();

        await service.AdvanceAsync(Hour * 24);
        Assert.Equal(3, _home.Count);
        Assert.Empty(await _home.ToldAsync());
        Assert.Equal(1, await _home.Nanoclaw.RunAsync(["backup", "verify", "--all", "--repair"]));
        Assert.Equal(0, await _home.Nanoclaw.RunAsync(["backup", "verify", "--all"]));
        await service.AdvanceAsync(Hour * 24);
        Assert.Null(_home.History.Failure);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
