using System.Buffers.Binary;
using NanoClaw.Backup.Keys;

namespace NanoClaw.Backup.Pieces;

/// <summary>
/// Says where a text is cut so that a change moves the cuts near it and no others (FastCDC, Xia et al., USENIX ATC 2016).
/// The table is the key's, so the pieces' lengths do not tell which known file they are of.
/// </summary>
internal sealed class ContentChunker
{
    public const int Shortest = 8 * 1024;
    public const int Usual = 32 * 1024;
    public const int Longest = 128 * 1024;

    // 17 and 13 of the bits that most of the last 64 bytes have a part in: harder before the usual length of 2^15, easier
    // behind it, which draws the lengths towards it.
    private const ulong HarderMask = 0xFFFF_8000_0000_0000;
    private const ulong EasierMask = 0xFFF8_0000_0000_0000;
    private readonly ulong[] _gear = new ulong[256];

    public ContentChunker(BackupKey key)
    {
        var table = key.Derive("cuts", _gear.Length * sizeof(ulong));
        for (var index = 0; index < _gear.Length; index++)
        {
            _gear[index] = BinaryPrimitives.ReadUInt64LittleEndian(table.AsSpan(index * sizeof(ulong)));
        }
    }

    /// <param name="data">At least <see cref="Longest"/> bytes, or all that is left.</param>
    /// <returns>The length of the first piece.</returns>
    public int Cut(ReadOnlySpan<byte> data)
    {
        var end = Math.Min(data.Length, Longest);
        if (end <= Shortest)
        {
            return end;
        }

        var hash = 0UL;
        var index = Shortest;
        for (var usual = Math.Min(Usual, end); index < usual; index++)
        {
            hash = (hash << 1) + _gear[data[index]];
            if ((hash & HarderMask) == 0)
            {
                return index + 1;
            }
        }

        for (; index < end; index++)
        {
            hash = (hash << 1) + _gear[data[index]];
            if ((hash & EasierMask) == 0)
            {
                return index + 1;
            }
        }

        return end;
    }
}
