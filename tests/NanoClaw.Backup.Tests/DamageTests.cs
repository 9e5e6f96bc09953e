using NanoClaw.Backup.Restoring;
using NanoClaw.Backup.Tests.Support;

namespace NanoClaw.Backup.Tests;

/// <summary>Each file of the backups' place, changed, cut, emptied, exchanged or removed: found, named, and never restored.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly Home home = new();

    public void Dispose() => home.Dispose();

    public static TheoryData<string> Damages => ["flipped", "cut", "emptied", "removed", "exchanged"];

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task No_damage_of_any_file_is_restored(string damage)
    {
        await home.LiveAsync("one", messages: 10);
        await home.BackUpAsync();
        var before = home.Picture();
        foreach (var path in Directory.EnumerateFiles(home.Backups, "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) is not "lock").ToList())
        {
            var whole = await File.ReadAllBytesAsync(path, Home.Token);
            Spoil(path, whole, damage);
            var found = await Assert.ThrowsAsync<BackupException>(() => home.RestoreAsync());
            Assert.True(found.Failure is BackupFailure.Damaged or BackupFailure.NotFound or BackupFailure.WrongKey, $"{path}: {found}");
            Assert.Contains("nanoclaw", found.Message, StringComparison.Ordinal);
            Assert.Equal(before, home.Picture());
            await File.WriteAllBytesAsync(path, whole, Home.Token);
        }

        Assert.Empty((await home.RestoreAsync(dryRun: true)).Changes);
    }

    [Fact]
    public async Task Verifying_names_what_is_damaged_and_repairing_lets_the_next_backup_write_it_anew()
    {
        await home.LiveAsync("one");
        await home.BackUpAsync();
        var piece = Directory.EnumerateFiles(Path.Combine(home.Backups, "pieces"), "*", SearchOption.AllDirectories).MaxBy(path => new FileInfo(path).Length)!;
        Spoil(piece, await File.ReadAllBytesAsync(piece, Home.Token), "flipped");

        var found = await home.VerifyAsync();
        Assert.False(found.IsWhole);
        Assert.Equal([$"p-{Path.GetFileName(piece)}"], found.DamagedPieces);
        Assert.Empty(found.Removed);

        Assert.Equal(found.DamagedPieces, (await home.VerifyAsync(repair: true)).Removed);
        await home.BackUpAsync();
        Assert.True((await home.VerifyAsync()).IsWhole);
        await home.RestoreAsync(new RestoreOrder());
    }

    [Fact]
    public async Task While_a_backup_cannot_be_read_no_piece_is_removed_and_the_others_are_restored()
    {
        await home.LiveAsync("one");
        var first = await home.BackUpAsync();
        await home.LiveAsync("two");
        var second = await home.BackUpAsync();
        var snapshot = Path.Combine(home.Backups, "snapshots", second.Snapshot.Id);
        Spoil(snapshot, await File.ReadAllBytesAsync(snapshot, Home.Token), "flipped");
        var pieces = Directory.EnumerateFiles(Path.Combine(home.Backups, "pieces"), "*", SearchOption.AllDirectories).Count();

        var third = await home.BackUpAsync(new() { Keep = new(1, 0, 0) });
        Assert.NotNull(third.PruneFailure);
        Assert.Contains("--repair", third.PruneFailure, StringComparison.Ordinal);
        Assert.True(Directory.EnumerateFiles(Path.Combine(home.Backups, "pieces"), "*", SearchOption.AllDirectories).Count() >= pieces);
        Assert.Equal(first.Snapshot.Id, (await home.RestoreAsync(new RestoreOrder { At = first.Snapshot.CreatedAt })).Snapshot.Id);
    }

    private void Spoil(string path, byte[] whole, string damage)
    {
        switch (damage)
        {
            case "flipped":
                var changed = whole.ToArray();
                changed[whole.Length / 2] ^= 1;
                File.WriteAllBytes(path, changed);
                break;
            case "cut":
                File.WriteAllBytes(path, whole[..(whole.Length / 2)]);
                break;
            case "emptied":
                File.WriteAllBytes(path, []);
                break;
            case "removed":
                File.Delete(path);
                break;
            default:
                File.WriteAllBytes(path, File.ReadAllBytes(Directory.EnumerateFiles(home.Backups, "*", SearchOption.AllDirectories).First(other => other != path && Path.GetFileName(other) != "lock" && new FileInfo(other).Length != whole.Length)));
                break;
        }
    }
}
