using CsCheck;
using NanoClaw.Backup.Keys;

namespace NanoClaw.Backup.Tests;

public sealed class KeyTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanoclaw-backup-key-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_is_printed_is_the_key_however_it_is_typed()
    {
        for (var count = 0; count < 200; count++)
        {
            var key = BackupKey.Create();
            var typed = key.RecoveryText.ToLowerInvariant().Replace('-', ' ').Replace('0', 'O').Replace('1', 'l');
            Assert.Equal(key.Fingerprint, BackupKey.Parse(typed + "\n").Fingerprint);
            Assert.Matches("^([0-9A-HJKMNP-TV-Z]{4}-){13}[0-9A-HJKMNP-TV-Z]{4}$", key.RecoveryText);
        }
    }

    [Fact]
    public void One_wrong_character_is_found_and_not_repeated()
    {
        var text = BackupKey.Create().RecoveryText;
        Gen.Select(Gen.Int[0, text.Length - 1], Gen.Char["0123456789ABCDEFGHJKMNPQRSTVWXYZ"])
            .Where(typo => text[typo.Item1] is not '-' && text[typo.Item1] != typo.Item2)
            .Sample(typo =>
            {
                var typed = $"{text[..typo.Item1]}{typo.Item2}{text[(typo.Item1 + 1)..]}";
                var wrong = Assert.Throws<BackupException>(() => BackupKey.Parse(typed));
                Assert.Equal(BackupFailure.NoKey, wrong.Failure);
                Assert.DoesNotContain(typed[..9], wrong.Message, StringComparison.Ordinal);
            });
    }

    [Theory]
    [InlineData("")]
    [InlineData("ABCD")]
    [InlineData("UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU")]
    [InlineData("éééé-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU")]
    public void What_is_no_key_is_refused(string text) =>
        Assert.Equal(BackupFailure.NoKey, Assert.Throws<BackupException>(() => BackupKey.Parse(text)).Failure);

    [Fact]
    public void Keys_that_are_replaced_at_one_moment_are_all_kept()
    {
        var file = new BackupKeyFile(Path.Combine(_folder.FullName, "backup.key"));
        file.ReadOrCreate(out _);

        var kept = Enumerable.Range(0, 3).Select(_ => file.Replace(BackupKey.Create(), DateTimeOffset.UnixEpoch)!).ToList();

        Assert.All(kept, path => Assert.True(File.Exists(path)));
        Assert.Equal(3, kept.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task The_file_is_its_owners_alone_and_made_once()
    {
        var file = new BackupKeyFile(Path.Combine(_folder.FullName, "deep", "backup.key"));
        Assert.Equal(BackupFailure.NoKey, Assert.Throws<BackupException>(file.Read).Failure);
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => (Key: file.ReadOrCreate(out var created).Fingerprint, Made: created))));
        Assert.Equal(file.Read().Fingerprint, Assert.Single(all.Select(one => one.Key).Distinct(StringComparer.Ordinal)));
        Assert.Single(all, one => one.Made);
        Assert.Single(Directory.EnumerateFiles(Path.Combine(_folder.FullName, "deep")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file.Path));
        }
    }

    [Fact]
    public void Another_key_does_not_make_the_first_one_disappear()
    {
        var file = new BackupKeyFile(Path.Combine(_folder.FullName, "backup.key"));
        var first = file.ReadOrCreate(out _);
        var kept = file.Replace(BackupKey.Create(), DateTimeOffset.UnixEpoch);
        Assert.NotEqual(first.Fingerprint, file.Read().Fingerprint);
        Assert.Equal(first.Fingerprint, new BackupKeyFile(kept!).Read().Fingerprint);
    }
}
