using NanoClaw.Backup.Restoring;
using NanoClaw.Backup.Tests.Support;

namespace NanoClaw.Backup.Tests;

/// <summary>Each file of the backups' place, changed, cut, emptied, exchanged or removed: found, named, and never restored.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly Home _home = new();

    public void Dispose() => _home.Dispose();

    public static TheoryData<string> Damages => ["flipped", "cut", "emptied", "removed", "exchanged"];

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task No_damage_of_any_file_is_restored(string damage)
    {
        await _home.LiveAsync("one", messages: 10);
        await _home.BackUpAsync();
        var before = _home.Picture();
        foreach (
            var path in Directory.EnumerateFiles(_home.Backups, "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) is not "lock").ToList()
        )
        {
            var whole = await File.ReadAllBytesAsync(path, Home.Token);
            Spoil(path, whole, damage);
            var found = await Assert.ThrowsAsync<BackupException>(() => _home.RestoreAsync());
            Assert.True(found.Failure is BackupFailure.Damaged or BackupFailure.NotFound or BackupFailure.WrongKey, $"{path}: {found}");
            Assert.Contains("nanoclaw", found.Message, StringComparison.Ordinal);
            Assert.Equal(before, _home.Picture());
            await File.WriteAllBytesAsync(path, whole, Home.Token);
        }

        Assert.Empty((await _home.RestoreAsync(dryRun: true)).Changes);
    }

    [Fact]
    public async Task Verifying_names_what_is_damaged_and_repairing_lets_the_next_backup_write_it_anew()
    {
        await _home.LiveAsync("one");
        await _home.BackUpAsync();
        var piece = Directory.EnumerateFiles(Path.Combine(_home.Backups, "pieces"), "*", SearchOption.AllDirectories).MaxBy(path => new FileInfo(path).Length)!;
        Spoil(piece, await File.ReadAllBytesAsync(piece, Home.Token), "flipped");

        var found = await _home.VerifyAsync();
        Assert.False(found.IsWhole);
        Assert.Equal([$"p-{Path.GetFileName(piece)}"], found.DamagedPieces);
        Assert.Empty(found.Removed);

        Assert.Equal(found.DamagedPieces, (await _home.VerifyAsync(repair: true)).Removed);
        await _home.BackUpAsync();
        Assert.True((await _home.VerifyAsync()).IsWhole);
        await _home.RestoreAsync(new RestoreOrder());
    }

    [Fact]
    public async Task While_a_backup_cannot_be_read_no_piece_is_removed_and_the_others_are_restored()
    {
        await _home.LiveAsync("one");
        var first = await _home.BackUpAsync();
        await _home.LiveAsync("two");
        var second = await _home.BackUpAsync();
        var snapshot = Path.Combine(_home.Backups, "snapshots", second.Snapshot.Id);
        Spoil(snapshot, await File.ReadAllBytesAsync(snapshot, Home.Token), "flipped");
        var pieces = Directory.EnumerateFiles(Path.Combine(_home.Backups, "pieces"), "*", SearchOption.AllDirectories).Count();

        var third = await _home.BackUpAsync(new() { Keep = new(1, 0, 0) });
        Assert.NotNull(third.PruneFailure);
        Assert.Contains("--repair", third.PruneFailure, StringComparison.Ordinal);
        Assert.True(Directory.EnumerateFiles(Path.Combine(_home.Backups, "pieces"), "*", SearchOption.AllDirectories).Count() >= pieces);
        Assert.Equal(first.Snapshot.Id, (await _home.RestoreAsync(new RestoreOrder { At = first.Snapshot.CreatedAt })).Snapshot.Id);
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
                File.WriteAllBytes(
                    path,
                    File.ReadAllBytes(
                        Directory
                            .EnumerateFiles(_home.Backups, "*", SearchOption.AllDirectories)
                            .First(other => other != path && Path.GetFileName(other) != "lock" && new FileInfo(other).Length != whole.Length)
                    )
                );
                break;
        }
    }
}
