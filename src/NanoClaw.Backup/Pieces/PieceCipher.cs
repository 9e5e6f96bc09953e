using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using NanoClaw.Backup.Keys;

namespace NanoClaw.Backup.Pieces;

/// <summary>
/// What makes a piece unreadable and unmistakable outside: compressed, then sealed with AES-256-GCM under its name, so
/// that neither a changed nor an exchanged piece opens. The name is a keyed hash: it tells nobody what is in it.
/// </summary>
internal sealed class PieceCipher : IDisposable
{
    private const byte Format = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeaderLength = 1 + NonceLength + TagLength;
    private const byte Plain = 0;
    private const byte Brotli = 1;

    /// <summary>Good for text and pages of a database; higher ones take ten times as long for a tenth less.</summary>
    private const int Quality = 5;
    private const int Window = 18;

    private readonly byte[] _nameKey;
    private readonly byte[] _contentKey;

    public PieceCipher(BackupKey key)
    {
        _nameKey = key.Derive("names");
        _contentKey = key.Derive("contents");
    }

    public string NameOf(ReadOnlySpan<byte> content) => PieceName.Of(HMACSHA256.HashData(_nameKey, content));

    public byte[] Seal(string name, ReadOnlySpan<byte> content)
    {
        var packed = Pack(content);
        var result = new byte[HeaderLength + packed.Length];
        result[0] = Format;
        var nonce = result.AsSpan(1, NonceLength);
        RandomNumberGenerator.Fill(nonce);

        // One for each call: it may not be used by two at once.
        using var cipher = new AesGcm(_contentKey, TagLength);
        cipher.Encrypt(nonce, packed, result.AsSpan(HeaderLength), result.AsSpan(1 + NonceLength, TagLength), Encoding.ASCII.GetBytes(name));
        return result;
    }

    /// <exception cref="BackupException">It is not what was sealed under this name with this key (<see cref="BackupFailure.Damaged"/>).</exception>
    public byte[] Open(string name, ReadOnlySpan<byte> sealedContent)
    {
        if (sealedContent.Length <= HeaderLength || sealedContent[0] != Format)
        {
            throw Damaged(name);
        }

        var packed = new byte[sealedContent.Length - HeaderLength];
        try
        {
            using var cipher = new AesGcm(_contentKey, TagLength);
            cipher.Decrypt(
                sealedContent.Slice(1, NonceLength),
                sealedContent[HeaderLength..],
                sealedContent.Slice(1 + NonceLength, TagLength),
                packed,
                Encoding.ASCII.GetBytes(name)
            );
        }
        catch (CryptographicException exception)
        {
            throw Damaged(name, exception);
        }

        return Unpack(name, packed);
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_contentKey);

    private static byte[] Pack(ReadOnlySpan<byte> content)
    {
        var packed = new byte[content.Length + 5];
        if (BrotliEncoder.TryCompress(content, packed.AsSpan(5), out var written, Quality, Window) && written < content.Length)
        {
            packed[0] = Brotli;
            System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(1), content.Length);
            return packed[..(5 + written)];
        }

        return [Plain, .. content];
    }

    private static byte[] Unpack(string name, byte[] packed)
    {
        switch (packed[0])
        {
            case Plain:
                return packed[1..];
            case Brotli when packed.Length > 5:
                var content = new byte[System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(packed.AsSpan(1))];
                return BrotliDecoder.TryDecompress(packed.AsSpan(5), content, out var written) && written == content.Length ? content : throw Damaged(name);
            default:
                throw Damaged(name);
        }
    }

    private static BackupException Damaged(string name, Exception? exception = null) =>
        new(
            BackupFailure.Damaged,
            $"{name} of the backups is damaged: it was changed, cut short, or is another's. 'nanoclaw backup verify --all' tells which backups need it; an older one may be whole: nanoclaw restore --at TIME.",
            exception
        );
}
