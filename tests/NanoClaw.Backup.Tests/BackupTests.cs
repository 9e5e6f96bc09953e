using System.Text;
using NanoClaw.Backup.Making;
using NanoClaw.Backup.Restoring;
using NanoClaw.Backup.Tests.Support;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Backup.Tests;

public sealed class BackupTests : IDisposable
{
    private readonly Home home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task What_was_destroyed_comes_back_byte_for_byte()
    {
        await home.LiveAsync("one");
        Home.Write(Path.Combine(home.Groups, "family", "run.sh"), "#!/bin/sh\n");
        File.CreateSymbolicLink(Path.Combine(home.Groups, "family", "link.md"), "CLAUDE.md");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(home.Groups, "family", "run.sh"), (UnixFileMode)0b111_101_000);
        }

        await home.BackUpAsync(new BackupOrder { Logins = true });
        var kept = home.Picture();
        home.Destroy();
        await home.RestoreAsync(new RestoreOrder { Logins = true });
        Assert.Equal(kept, home.Picture());
        Assert.Equal(40, (await home.MessagesAsync()).Count);
    }

    [Fact]
    public async Task A_backup_under_a_writing_process_is_consistent()
    {
        Directory.CreateDirectory(home.Store);
        using var writer = new OtherProgram("StoreWriter", home.Database);
        Assert.Equal("open", await writer.ReadLineAsync(Home.Token));
        var last = 0;
        while (last < 200)
        {
            last = int.Parse((await writer.ReadLineAsync(Home.Token))!, System.Globalization.CultureInfo.InvariantCulture);
        }

        await home.BackUpAsync();
        writer.Dispose();
        home.Destroy();
        await home.RestoreAsync();
        await using var store = home.Open();
        var count = 0;
        for (var chat = 0; chat < 7; chat++)
        {
            count += (await store.Messages.ReadSinceAsync($"chat{chat}@g.us", default, 1_000_000, Home.Token)).Count;
        }

        // What was said to be stored before the backup began is in it, and of the others the first ones without a gap.
        Assert.InRange(count, last, int.MaxValue);
        Assert.Null(StoreInspection.Open(home.Database).FindDamage(Home.Token));
    }

    [Fact]
    public async Task A_day_costs_a_days_change()
    {
        await home.LiveAsync("years", messages: 20_000);
        var first = await home.BackUpAsync();
        await home.LiveAsync("today", messages: 20);
        var second = await home.BackUpAsync();
        var third = await home.BackUpAsync();
        Assert.True(second.Snapshot.AddedBytes * 10 < first.Snapshot.AddedBytes, $"{second.Snapshot.AddedBytes} after {first.Snapshot.AddedBytes}");
        Assert.Equal(0, third.Snapshot.AddedBytes);
        TestContext.Current.SendDiagnosticMessage($"contents {first.Snapshot.Bytes}, first {first.Snapshot.AddedBytes}, a day later {second.Snapshot.AddedBytes}, unchanged {third.Snapshot.AddedBytes}");
    }

    [Fact]
    public async Task The_place_sees_nothing_of_what_is_kept()
    {
        await home.LiveAsync("secretive");
        await home.BackUpAsync(new BackupOrder { Logins = true });
        foreach (var file in Directory.EnumerateFiles(home.Backups, "*", SearchOption.AllDirectories))
        {
            var bytes = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Home.Token));
            foreach (var word in new[] { "secretive", "family", "CLAUDE", "SQLite", "messages", home.Key.RecoveryText })
            {
                Assert.DoesNotContain(word, bytes, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain(word, file[home.Backups.Length..], StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    [Fact]
    public async Task Logins_are_kept_on_request_alone_and_never_while_the_assistant_runs()
    {
        await home.LiveAsync("one");
        await home.BackUpAsync();
        var without = await Assert.ThrowsAsync<BackupException>(() => home.RestoreAsync(new RestoreOrder { Logins = true }));
        Assert.Equal(BackupFailure.NotFound, without.Failure);

        await using var running = home.Open(exclusive: true);
        var refused = await Assert.ThrowsAsync<BackupException>(() => home.BackUpAsync(new BackupOrder { Logins = true }));
        Assert.Equal(BackupFailure.InUse, refused.Failure);
        Assert.Contains("--logins", refused.Message, StringComparison.Ordinal);
        await home.BackUpAsync();
    }

    [Fact]
    public async Task Two_at_once_are_not_let_in()
    {
        await home.LiveAsync("one");
        await using var other = await home.Place.HoldAsync(Home.Token);
        var refused = await Assert.ThrowsAsync<BackupException>(() => home.BackUpAsync());
        Assert.Equal(BackupFailure.InUse, refused.Failure);
    }

    [Fact]
    public async Task A_place_that_is_gone_is_not_taken_for_a_new_one()
    {
        await home.LiveAsync("one");
        await home.BackUpAsync();
        Directory.Delete(home.Backups, recursive: true);
        var away = await Assert.ThrowsAsync<BackupException>(() => home.BackUpAsync());
        Assert.Equal(BackupFailure.Away, away.Failure);
        Assert.Contains("--anew", away.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(home.Backups));
        var history = BackupHistory.Read(home.Surroundings);
        Assert.NotNull(history.LastGoodAt);
        Assert.Equal(away.Message, history.Failure);
        await home.BackUpAsync(new BackupOrder { Anew = true });
        Assert.Null(BackupHistory.Read(home.Surroundings).Failure);
    }

    [Fact]
    public async Task A_full_place_leaves_the_earlier_backup_whole_and_says_so()
    {
        await home.LiveAsync("one");
        await home.BackUpAsync();
        await home.LiveAsync("two");
        var full = await Assert.ThrowsAsync<BackupException>(() => home.BackUpAsync(place: new FullPlace(home.Place, room: 1)));
        Assert.Equal(BackupFailure.Full, full.Failure);
        Assert.Single((await home.VerifyAsync()).Snapshots);
        Assert.True((await home.VerifyAsync()).IsWhole);
        await home.BackUpAsync();
        Assert.Equal(2, (await home.VerifyAsync()).Snapshots.Count);
    }

    [Fact]
    public async Task A_link_that_leads_out_is_left_out_and_told()
    {
        await home.LiveAsync("one");
        File.CreateSymbolicLink(Path.Combine(home.Groups, "family", "out"), "/etc/hostname");
        File.CreateSymbolicLink(Path.Combine(home.Groups, "outer"), "../store");
        var report = await home.BackUpAsync();
        Assert.Equal(2, report.LeftOut.Count);
        Assert.All(report.LeftOut, left => Assert.Contains("outside", left, StringComparison.Ordinal));
    }
}
