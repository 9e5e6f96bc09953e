using System.Text.Json;
using NanoClaw.Backup.Keys;
using NanoClaw.Backup.Pieces;
using NanoClaw.Backup.Places;

namespace NanoClaw.Backup.Snapshots;

/// <summary>The backups at one place, opened with their key.</summary>
public sealed class Repository : IDisposable
{
    private readonly PieceCipher _cipher;

    private Repository(IBackupPlace place, BackupKey key)
    {
        Place = place;
        Key = key;
        _cipher = new PieceCipher(key);
    }

    public IBackupPlace Place { get; }

    internal BackupKey Key { get; }

    /// <summary>Opens what is there, or begins where nothing is.</summary>
    /// <exception cref="BackupException">It is of another key, or of a newer NanoClaw.</exception>
    public static async Task<Repository> OpenOrBeginAsync(IBackupPlace place, BackupKey key, CancellationToken cancellationToken)
    {
        if (!await IsThereAsync(place, key, cancellationToken))
        {
            var mark = new RepositoryMark { Format = Snapshot.CurrentFormat, Key = key.Fingerprint };
            await place.PutAsync(PieceName.Repository, JsonSerializer.SerializeToUtf8Bytes(mark, BackupJson.Default.RepositoryMark), cancellationToken);
        }

        return new(place, key);
    }

    /// <exception cref="BackupException">There are no backups, or they are of another key, or of a newer NanoClaw.</exception>
    public static async Task<Repository> OpenAsync(IBackupPlace place, BackupKey key, CancellationToken cancellationToken) =>
        await IsThereAsync(place, key, cancellationToken)
            ? new(place, key)
            : throw new BackupException(
                BackupFailure.NotFound,
                $"There are no backups at {place.Description}. 'nanoclaw backup' makes one; BACKUP_TO or --to says where they are."
            );

    /// <summary>All backups that can be read, the newest first.</summary>
    /// <param name="damaged">Gets the names of those that cannot.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<Snapshot>> ListAsync(ICollection<string> damaged, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(damaged);
        var snapshots = new List<Snapshot>();
        await foreach (var name in Place.ListAsync(PieceName.Snapshot, cancellationToken))
        {
            try
            {
                snapshots.Add(await ReadSnapshotAsync(name, cancellationToken));
            }
            catch (BackupException exception) when (exception.Failure == BackupFailure.Damaged)
            {
                damaged.Add(name);
            }
        }

        return [.. snapshots.OrderByDescending(snapshot => snapshot.CreatedAt).ThenByDescending(snapshot => snapshot.Id, StringComparer.Ordinal)];
    }

    /// <summary>The newest backup that can be read and is not younger than a time.</summary>
    /// <exception cref="BackupException">There is none.</exception>
    public async Task<Snapshot> FindAsync(DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var damaged = new List<string>();
        var all = await ListAsync(damaged, cancellationToken);
        if (all.FirstOrDefault(snapshot => at is null || snapshot.CreatedAt <= at) is { } found)
        {
            return found;
        }

        throw damaged.Count > 0
            ? new BackupException(
                BackupFailure.Damaged,
                $"Of the backups at {Place.Description}, {damaged.Count} cannot be read, and none of the others is so old. 'nanoclaw backup list' shows them."
            )
            : new BackupException(
                BackupFailure.NotFound,
                all.Count == 0
                    ? $"There is no whole backup at {Place.Description}. 'nanoclaw backup' makes one."
                    : FormattableString.Invariant(
                        $"The oldest backup at {Place.Description} is of {all[^1].CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z. 'nanoclaw backup list' shows them all."
                    )
            );
    }

    /// <summary>What a backup holds; for that, pieces that only name others are read.</summary>
    public async Task<SnapshotContents> ReadContentsAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        using var json = new MemoryStream();
        foreach (var piece in snapshot.Contents)
        {
            json.Write(await ReadPieceAsync(piece, cancellationToken));
        }

        return Parse(json.GetBuffer().AsSpan(0, (int)json.Length), BackupJson.Default.SnapshotContents, snapshot.Id);
    }

    public async Task<byte[]> ReadPieceAsync(string name, CancellationToken cancellationToken) =>
        _cipher.Open(name, await Place.FindAsync(name, cancellationToken) ?? throw Missing(name));

    internal string NameOf(ReadOnlySpan<byte> content) => _cipher.NameOf(content);

    /// <returns>How many bytes it takes.</returns>
    internal async Task<int> WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var closed = _cipher.Seal(name, content.Span);
        await Place.PutAsync(name, closed, cancellationToken);
        return closed.Length;
    }

    internal Task WriteSnapshotAsync(Snapshot snapshot, CancellationToken cancellationToken) =>
        WriteAsync(PieceName.Snapshot + snapshot.Id, JsonSerializer.SerializeToUtf8Bytes(snapshot, BackupJson.Default.Snapshot), cancellationToken);

    public void Dispose() => _cipher.Dispose();

    private static async Task<bool> IsThereAsync(IBackupPlace place, BackupKey key, CancellationToken cancellationToken)
    {
        if (await place.FindAsync(PieceName.Repository, cancellationToken) is not { } found)
        {
            return false;
        }

        var mark = Parse(found, BackupJson.Default.RepositoryMark, PieceName.Repository);
        if (mark.Format > Snapshot.CurrentFormat)
        {
            throw new BackupException(
                BackupFailure.Conflict,
                $"The backups at {place.Description} were made by a newer NanoClaw. Update this one; nothing was changed."
            );
        }

        return mark.Key == key.Fingerprint
            ? true
            : throw new BackupException(
                BackupFailure.WrongKey,
                $"The backups at {place.Description} are of the key {mark.Key}, and this computer's is {key.Fingerprint}. Give the printed one (nanoclaw backup key import), or name another place with BACKUP_TO."
            );
    }

    private static T Parse<T>(ReadOnlySpan<byte> json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, string name)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new JsonException();
        }
        catch (JsonException exception)
        {
            throw new BackupException(
                BackupFailure.Damaged,
                $"{name} of the backups makes no sense: it was changed, or cut short. 'nanoclaw backup verify --all' tells what else is.",
                exception
            );
        }
    }

    private async Task<Snapshot> ReadSnapshotAsync(string name, CancellationToken cancellationToken)
    {
        var snapshot = Parse(await ReadPieceAsync(name, cancellationToken), BackupJson.Default.Snapshot, name);
        return snapshot.Format > Snapshot.CurrentFormat
            ? throw new BackupException(BackupFailure.Conflict, $"The backup {snapshot.Id} was made by a newer NanoClaw. Update this one; nothing was changed.")
            : snapshot;
    }

    private static BackupException Missing(string name) =>
        new(
            BackupFailure.Damaged,
            $"{name} of the backups is missing. 'nanoclaw backup verify --all' tells which backups need it; an older one may be whole: nanoclaw restore --at TIME."
        );
}
