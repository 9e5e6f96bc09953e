using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using NanoClaw.Agents;
using NanoClaw.Backup.Agent;
using NanoClaw.Backup.Pieces;

namespace NanoClaw.Backup.Places;

/// <summary>Backups in the stack's R2 bucket, which the Worker alone reaches.</summary>
/// <param name="worker">The Worker.</param>
/// <param name="time">The clock.</param>
public sealed class WorkerPlace(AgentBackup worker, TimeProvider time) : IBackupPlace
{
    /// <summary>Longer than a holder that lives leaves its mark unrenewed.</summary>
    private static readonly TimeSpan MarkLasts = TimeSpan.FromHours(6);

    public string Description => "the stack's bucket";

    public Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        WorkerFailure.ToldAsync(async () =>
        {
            await worker.PutPieceAsync(name, content, cancellationToken);
            return true;
        });

    public Task<byte[]?> FindAsync(string name, CancellationToken cancellationToken) =>
        WorkerFailure.ToldAsync(() => worker.FindPieceAsync(name, cancellationToken));

    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string? cursor = null; ; )
        {
            var from = cursor;
            var part = await WorkerFailure.ToldAsync(() => worker.ListPiecesAsync(prefix, from, cancellationToken));
            foreach (var name in part.Names)
            {
                yield return name;
            }

            if (part.Cursor is null)
            {
                yield break;
            }

            cursor = part.Cursor;
        }
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        WorkerFailure.ToldAsync(async () =>
        {
            await worker.DeletePieceAsync(name, cancellationToken);
            return true;
        });

    /// <summary>
    /// Each who wants to hold it says so first and then looks for others, so that of two at least one sees the other. The
    /// mark of one that was killed counts no more after some hours.
    /// </summary>
    public async Task<IAsyncDisposable> HoldAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var own = string.Create(
            CultureInfo.InvariantCulture,
            $"{PieceName.Lock}{now.ToUnixTimeSeconds()}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}"
        );
        await PutAsync(own, ReadOnlyMemory<byte>.Empty, cancellationToken);
        var mark = new Mark(this, own);
        await foreach (var other in ListAsync(PieceName.Lock, cancellationToken))
        {
            if (other == own)
            {
                continue;
            }

            if (!IsPast(other, now))
            {
                await mark.DisposeAsync();
                throw new BackupException(
                    BackupFailure.InUse,
                    $"Another backup or restore works with {Description}, or was killed less than {MarkLasts.TotalHours:0} hours ago. Wait until it has ended, and try again."
                );
            }

            await DeleteAsync(other, cancellationToken);
        }

        return mark;
    }

    private static bool IsPast(string mark, DateTimeOffset now) =>
        !long.TryParse(mark[PieceName.Lock.Length..].Split('-')[0], CultureInfo.InvariantCulture, out var seconds)
        || now - DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, 0, now.ToUnixTimeSeconds() + 86_400)) > MarkLasts;

    private sealed class Mark(WorkerPlace place, string name) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            try
            {
                await place.DeleteAsync(name, CancellationToken.None);
            }
            catch (BackupException exception) when (exception.Failure is BackupFailure.Away)
            {
                // What was done is done; the mark ends by itself.
            }
        }
    }
}
