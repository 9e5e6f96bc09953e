using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using NanoClaw.Host.Budget;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Outbox;
using NanoClaw.Store;

namespace NanoClaw.Host.Shares;

/// <summary>
/// Lets a run begin where its group has a part left of the day's runs. What the Worker counts remains the hard cap: this
/// one sees to it that a group which reaches its own end leaves the others theirs.
/// </summary>
internal sealed partial class RunShares(
    IStore store,
    BudgetGuard budget,
    OutboxSender outbox,
    ChannelSet channels,
    HostOptions options,
    TimeProvider time,
    ILogger<RunShares> logger
)
{
    /// <summary>Begins the ids of the texts that tell a chat that its messages wait.</summary>
    internal const string MessagesKey = "share:messages:";

    /// <summary>Until when each chat's messages and tasks were said to wait.</summary>
    private readonly ConcurrentDictionary<(string ChatJid, string Kind), DateTimeOffset> _told = new();

    /// <summary>Whether one more run of the group may begin; where not, its chat is told once a day until when it waits.</summary>
    public async Task<bool> MayRunAsync(RegisteredGroup group, bool isTask, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var isSaving = (await budget.GetAsync(cancellationToken)).State is BudgetState.Saving;
        if (await RunShare.ReadAsync(store, options, isSaving, now, cancellationToken) is not { } share || share.Has(group, isTask))
        {
            return true;
        }

        await TellAsync(group, isTask, BudgetCount.NextDay(now), cancellationToken);
        return false;
    }

    private async Task TellAsync(RegisteredGroup group, bool isTask, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var local = TimeZoneInfo.ConvertTime(until, options.Zone);
        var (key, text) = isTask
            ? (
                "tasks",
                $"The scheduled tasks of this chat wait until {local:HH:mm}: their share of today's runs is used up. Whoever looks after me can list them with nanoclaw tasks list."
            )
            : (
                "messages",
                $"I cannot answer here before {local:HH:mm}: this chat's share of today's runs is used up. Your message is kept, and answered then."
            );
        if (!_told.TryGetValue((group.Jid, key), out var known) || known != until)
        {
            _told[(group.Jid, key)] = until;
            LogWaits(key, group.Folder, until);
        }

        await outbox.AddAsync(Deliveries.Of($"share:{key}:{group.Jid}:{until:yyyyMMdd}", group.Jid, text, channels, time), cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "The {Kind} of {Group} wait until {Until}: its share of the day's runs is used up.", EventName = "share_group_waits")]
    private partial void LogWaits(string kind, string group, DateTimeOffset until);
}
