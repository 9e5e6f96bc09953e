using System.Globalization;
using Microsoft.Extensions.Logging;
using NanoClaw.Backup.Making;
using NanoClaw.Host;
using NanoClaw.Host.Outbox;
using NanoClaw.Store;

namespace NanoClaw.Home.BackingUp;

/// <summary>Tells the main group of backups: of failures once, however many there are until one is good and however often the process starts.</summary>
public sealed partial class BackupNews(IStore store, Assistant assistant, TimeProvider time, ILogger logger)
{
    /// <summary>The failing that was told last. The ids of sent texts are known for a week, and a failing may last longer.</summary>
    private const string ToldKey = "backup:told";

    private DateTimeOffset? _failingSince;

    /// <summary>A good one was made: the next failure is another one.</summary>
    public void Forget() => _failingSince = null;

    public Task TellKeyAsync(string file, CancellationToken cancellationToken) =>
        TryAsync(() =>
            TellAsync(
                KeyOf("backup-key", time.GetUtcNow()),
                $"Backups begin. Their key is in {file}: print it and keep it elsewhere (nanoclaw backup key show), since without it no backup can be read.",
                cancellationToken
            )
        );

    /// <param name="failure">What went wrong.</param>
    /// <param name="history">What is noted of it; that may be nothing, where it cannot be written.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task TellFailureAsync(string failure, BackupHistory history, CancellationToken cancellationToken)
    {
        var last = history.LastGoodAt is { } good
            ? FormattableString.Invariant($"The last good one is of {good.UtcDateTime:yyyy-MM-dd HH:mm}Z.")
            : "There is no good one yet.";
        return TellOnceAsync($"The backup failed. {failure} {last} It is tried again within the hour.", history, cancellationToken);
    }

    /// <summary>The backup itself is whole, and earlier ones that are past their time could not be removed.</summary>
    public Task TellNotPrunedAsync(string failure, BackupHistory history, CancellationToken cancellationToken) =>
        TellOnceAsync($"The backup was made and is whole. {failure} That is tried again with the next one.", history, cancellationToken);

    private static string KeyOf(string what, DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{what}:{at.UtcDateTime:yyyyMMddTHHmmssfff}");

    private Task TellOnceAsync(string text, BackupHistory history, CancellationToken cancellationToken) =>
        TryAsync(async () =>
        {
            _failingSince = history.FailingSince ?? _failingSince ?? time.GetUtcNow();
            var key = KeyOf("backup-failed", _failingSince.Value);
            if (await store.State.FindAsync(ToldKey, cancellationToken) != key && await TellAsync(key, text, cancellationToken))
            {
                await store.State.SetAsync(ToldKey, key, cancellationToken);
            }
        });

    /// <returns>False where there is no main group to tell.</returns>
    private async Task<bool> TellAsync(string key, string text, CancellationToken cancellationToken)
    {
        if ((await store.Groups.ListAsync(cancellationToken)).FirstOrDefault(group => group.IsMain) is not { } main)
        {
            return false;
        }

        await store.Outbox.AddAsync(OutgoingText.Of(key, main.Jid, text, time), cancellationToken);
        await assistant.WakeAsync(cancellationToken);
        return true;
    }

    private async Task TryAsync(Func<Task> tell)
    {
        try
        {
            await tell();
        }
        catch (StoreException exception)
        {
            LogNotTold(exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The main group could not be told of a backup: {Reason}", EventName = "backup_not_told")]
    private partial void LogNotTold(string reason);
}
