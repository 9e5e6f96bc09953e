using CsCheck;
using NanoClaw.Backup.Keys;
using NanoClaw.Backup.Pieces;

namespace NanoClaw.Backup.Tests;

public sealed class PieceTests
{
    private static readonly BackupKey Key = BackupKey.Create();

    [Fact]
    public void Pieces_have_their_bounds_and_together_are_the_whole()
    {
        var chunker = new ContentChunker(Key);
        Gen.Select(Gen.Int[0, 2_000_000], Gen.Int)
            .Sample(
                it =>
                {
                    var data = Random(it.Item1, it.Item2);
                    var lengths = Lengths(chunker, data);
                    Assert.Equal(data.Length, lengths.Sum());
                    Assert.All(lengths, length => Assert.InRange(length, 1, ContentChunker.Longest));
                    Assert.All(lengths.SkipLast(1), length => Assert.InRange(length, ContentChunker.Shortest, ContentChunker.Longest));
                },
                iter: 30
            );
    }

    [Fact]
    public void An_insertion_changes_the_pieces_near_it_alone()
    {
        using var cipher = new PieceCipher(Key);
        var data = Random(4_000_000, 7);
        byte[] changed = [.. data[..1_000_000], 1, 2, 3, .. data[1_000_000..]];
        var before = Names(cipher, data);
        var after = Names(cipher, changed);
        Assert.InRange(before.Count, 60, 250);
        Assert.InRange(after.Except(before, StringComparer.Ordinal).Count(), 1, 4);
    }

    [Fact]
    public void Another_key_cuts_and_names_otherwise()
    {
        using var cipher = new PieceCipher(Key);
        using var other = new PieceCipher(BackupKey.Create());
        var data = Random(1_000_000, 3);
        Assert.NotEqual(cipher.NameOf(data), other.NameOf(data));
        Assert.NotEqual(Lengths(new ContentChunker(Key), data), Lengths(new ContentChunker(BackupKey.Create()), data));
    }

    [Fact]
    public void A_sealed_piece_opens_unchanged_under_its_own_name_alone()
    {
        using var cipher = new PieceCipher(Key);
        using var other = new PieceCipher(BackupKey.Create());
        Gen.Select(Gen.Byte.Array[0, 3000], Gen.Int[0, int.MaxValue])
            .Sample(
                it =>
                {
                    var name = cipher.NameOf(it.Item1);
                    var closed = cipher.Seal(name, it.Item1);
                    Assert.Equal(it.Item1, cipher.Open(name, closed));
                    Assert.Throws<BackupException>(() => cipher.Open("p-other", closed));
                    Assert.Throws<BackupException>(() => other.Open(name, closed));
                    var changed = closed.ToArray();
                    changed[it.Item2 % closed.Length] ^= 0x10;
                    Assert.Throws<BackupException>(() => cipher.Open(name, changed));
                    Assert.Throws<BackupException>(() => cipher.Open(name, closed.AsSpan(0, it.Item2 % closed.Length)));
                },
                iter: 300
            );
    }

    private static byte[] Random(int length, int seed)
    {
        var data = new byte[length];
        new Random(seed).NextBytes(data);
        return data;
    }

    private static List<int> Lengths(ContentChunker chunker, byte[] data)
    {
        var lengths = new List<int>();
        for (var start = 0; start < data.Length; start += lengths[^1])
        {
            lengths.Add(chunker.Cut(data.AsSpan(start)));
        }

        return lengths;
    }

    private static List<string> Names(PieceCipher cipher, byte[] data)
    {
        var start = 0;
        return [.. Lengths(new ContentChunker(Key), data).Select(length => cipher.NameOf(data.AsSpan((start += length) - length, length)))];
    }
}
