using System.Buffers;
using System.Security.Cryptography;
using NanoClaw.Backup.Pieces;
using NanoClaw.Backup.Snapshots;

namespace NanoClaw.Backup.Making;

/// <summary>Cuts contents into pieces, and puts those at the place that are not there yet.</summary>
/// <param name="repository">The backups.</param>
/// <param name="known">The pieces that are there; what is put comes to it.</param>
internal sealed class SnapshotWriter(Repository repository, HashSet<string> known)
{
    /// <summary>What the time of a request's way costs little with, and little memory.</summary>
    private const int MostAtOnce = 8;
    private const int ReadAtOnce = 64 * 1024;

    private readonly ContentChunker _chunker = new(repository.Key);
    private readonly ArrayBufferWriter<byte> _waiting = new(2 * ContentChunker.Longest);
    private readonly List<Task<int>> _underWay = [];
    private List<string> _pieces = [];

    /// <summary>Bytes that were put, as they lie there.</summary>
    public long AddedBytes { get; private set; }

    /// <summary>Takes a content up to its end.</summary>
    /// <returns>Its length and its SHA-256.</returns>
    public async Task<(long Length, string Sha256)> AddAsync(Stream content, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = 0L;
        while (await content.ReadAsync(_waiting.GetMemory(ReadAtOnce)[..ReadAtOnce], cancellationToken) is > 0 and var read)
        {
            hash.AppendData(_waiting.GetSpan(read)[..read]);
            _waiting.Advance(read);
            length += read;
            await CutAsync(ContentChunker.Longest, cancellationToken);
        }

        return (length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Ends what was added so far, and waits until all of it is at the place.</summary>
    /// <returns>Its pieces.</returns>
    public async Task<IReadOnlyList<string>> EndAsync(CancellationToken cancellationToken)
    {
        await CutAsync(1, cancellationToken);
        await AwaitAsync(most: 0);
        var ended = _pieces;
        _pieces = [];
        return ended;
    }

    private async Task CutAsync(int least, CancellationToken cancellationToken)
    {
        var start = 0;
        while (_waiting.WrittenCount - start >= least)
        {
            var length = _chunker.Cut(_waiting.WrittenSpan[start..]);
            await AddPieceAsync(_waiting.WrittenMemory.Slice(start, length), cancellationToken);
            start += length;
        }

        if (start > 0)
        {
            var rest = _waiting.WrittenSpan[start..].ToArray();
            _waiting.ResetWrittenCount();
            _waiting.Write(rest);
        }
    }

    private async Task AddPieceAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var name = repository.NameOf(content.Span);
        _pieces.Add(name);
        if (known.Add(name))
        {
            // Its own bytes: what is read next takes the place of these.
            _underWay.Add(repository.WriteAsync(name, content.ToArray(), cancellationToken));
            await AwaitAsync(MostAtOnce);
        }
    }

    private async Task AwaitAsync(int most)
    {
        while (_underWay.Count > most)
        {
            var done = await Task.WhenAny(_underWay);
            _underWay.Remove(done);
            AddedBytes += await done;
        }
    }
}
