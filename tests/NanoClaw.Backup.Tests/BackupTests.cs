using System.Text;
using NanoClaw.Backup.Making;
using NanoClaw.Backup.Restoring;
using NanoClaw.Backup.Tests.Support;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Backup.Tests;

public sealed class BackupTests : IDisposable
{
    private readonly Home _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task What_was_destroyed_comes_back_byte_for_byte()
    {
        await _home.LiveAsync("one");
        Home.Write(Path.Combine(_home.Groups, "family", "run.sh"), "#!/bin/sh\n");
        File.CreateSymbolicLink(Path.Combine(_home.Groups, "family", "link.md"), "CLAUDE.md");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(_home.Groups, "family", "run.sh"), (UnixFileMode)0b111_101_000);
        }

        await _home.BackUpAsync(new BackupOrder { Logins = true });
        var kept = _home.Picture();
        _home.Destroy();
        await _home.RestoreAsync(new RestoreOrder { Logins = true });
        Assert.Equal(kept, _home.Picture());
        Assert.Equal(40, (await _home.MessagesAsync()).Count);
    }

    [Fact]
    public async Task A_backup_under_a_writing_process_is_consistent()
    {
        Directory.CreateDirectory(_home.Store);
        using var writer = new OtherProgram("StoreWriter", _home.Database);
        Assert.Equal("open", await writer.ReadLineAsync(Home.Token));
        var last = 0;
        while (last < 200)
        {
            last = int.Parse((await writer.ReadLineAsync(Home.Token))!, System.Globalization.CultureInfo.InvariantCulture);
        }

        await _home.BackUpAsync();
        writer.Dispose();
        _home.Destroy();
        await _home.RestoreAsync();
        await using var store = _home.Open();
        var count = 0;
        for (var chat = 0; chat < 7; chat++)
        {
            count += (await store.Messages.ReadSinceAsync($"chat{chat}@g.us", default, 1_000_000, Home.Token)).Count;
        }

        // What was said to be stored before the backup began is in it, and of the others the first ones without a gap.
        Assert.InRange(count, last, int.MaxValue);
        Assert.Null(StoreInspection.Open(_home.Database).FindDamage(Home.Token));
    }

    [Fact]
    public async Task A_day_costs_a_days_change()
    {
        await _home.LiveAsync("years", messages: 20_000);
        var first = await _home.BackUpAsync();
        await _home.LiveAsync("today", messages: 20);
        var second = await _home.BackUpAsync();
        var third = await _home.BackUpAsync();
        Assert.True(second.Snapshot.AddedBytes * 10 < first.Snapshot.AddedBytes, $"{second.Snapshot.AddedBytes} after {first.Snapshot.AddedBytes}");
        Assert.Equal(0, third.Snapshot.AddedBytes);
        TestContext.Current.SendDiagnosticMessage(
            $"contents {first.Snapshot.Bytes}, first {first.Snapshot.AddedBytes}, a day later {second.Snapshot.AddedBytes}, unchanged {third.Snapshot.AddedBytes}"
        );
    }

    [Fact]
    public async Task The_place_sees_nothing_of_what_is_kept()
    {
        await _home.LiveAsync("secretive");
        await _home.BackUpAsync(new BackupOrder { Logins = true });
        foreach (var file in Directory.EnumerateFiles(_home.Backups, "*", SearchOption.AllDirectories))
        {
            var bytes = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Home.Token));
            foreach (var word in new[] { "secretive", "family", "CLAUDE", "SQLite", "messages", _home.Key.RecoveryText })
            {
                Assert.DoesNotContain(word, bytes, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain(word, file[_home.Backups.Length..], StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    [Fact]
    public async Task Logins_are_kept_on_request_alone_and_never_while_the_assistant_runs()
    {
        await _home.LiveAsync("one");
        await _home.BackUpAsync();
        var without = await Assert.ThrowsAsync<BackupException>(() => _home.RestoreAsync(new RestoreOrder { Logins = true }));
        Assert.Equal(BackupFailure.NotFound, without.Failure);

        await using var running = _home.Open(exclusive: true);
        var refused = await Assert.ThrowsAsync<BackupException>(() => _home.BackUpAsync(new BackupOrder { Logins = true }));
        Assert.Equal(BackupFailure.InUse, refused.Failure);
        Assert.Contains("--logins", refused.Message, StringComparison.Ordinal);
        await _home.BackUpAsync();
    }

    [Fact]
    public async Task Two_at_once_are_not_let_in()
    {
        await _home.LiveAsync("one");
        await using var other = await _home.Place.HoldAsync(Home.Token);
        var refused = await Assert.ThrowsAsync<BackupException>(() => _home.BackUpAsync());
        Assert.Equal(BackupFailure.InUse, refused.Failure);
    }

    [Fact]
    public async Task A_place_that_is_gone_is_not_taken_for_a_new_one()
    {
        await _home.LiveAsync("one");
        await _home.BackUpAsync();
        Directory.Delete(_home.Backups, recursive: true);
        var away = await Assert.ThrowsAsync<BackupException>(() => _home.BackUpAsync());
        Assert.Equal(BackupFailure.Away, away.Failure);
        Assert.Contains("--anew", away.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_home.Backups));
        var history = BackupHistory.Read(_home.Surroundings);
        Assert.NotNull(history.LastGoodAt);
        Assert.Equal(away.Message, history.Failure);
        await _home.BackUpAsync(new BackupOrder { Anew = true });
        Assert.Null(BackupHistory.Read(_home.Surroundings).Failure);
    }

    [Fact]
    public async Task A_full_place_leaves_the_earlier_backup_whole_and_says_so()
    {
        await _home.LiveAsync("one");
        await _home.BackUpAsync();
        await _home.LiveAsync("two");
        var full = await Assert.ThrowsAsync<BackupException>(() => _home.BackUpAsync(place: new FullPlace(_home.Place, room: 1)));
        Assert.Equal(BackupFailure.Full, full.Failure);
        Assert.Single((await _home.VerifyAsync()).Snapshots);
        Assert.True((await _home.VerifyAsync()).IsWhole);
        await _home.BackUpAsync();
        Assert.Equal(2, (await _home.VerifyAsync()).Snapshots.Count);
    }

    [Fact]
    public async Task A_link_that_leads_out_is_left_out_and_told()
    {
        await _home.LiveAsync("one");
        File.CreateSymbolicLink(Path.Combine(_home.Groups, "family", "out"), "/etc/hostname");
        File.CreateSymbolicLink(Path.Combine(_home.Groups, "outer"), "../store");
        var report = await _home.BackUpAsync();
        Assert.Equal(2, report.LeftOut.Count);
        Assert.All(report.LeftOut, left => Assert.Contains("outside", left, StringComparison.Ordinal));
    }
}
