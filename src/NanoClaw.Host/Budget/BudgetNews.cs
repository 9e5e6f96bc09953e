using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using NanoClaw.Host.Outbox;
using NanoClaw.Store;

namespace NanoClaw.Host.Budget;

/// <summary>Tells the main group of every change of the budget's state, and a group that waits for it, once each.</summary>
internal sealed partial class BudgetNews(IStore store, OutboxSender outbox, HostOptions options, TimeProvider time, ILogger<BudgetNews> logger)
{
    /// <summary>The state that was told last.</summary>
    internal const string StateKey = "budget:state";

    /// <summary>Begins the ids of the texts that tell a chat that it waits.</summary>
    internal const string WaitKey = "budget-wait:";

    /// <summary>The wait of which each chat has its text, so that it is not added with every look.</summary>
    private readonly ConcurrentDictionary<string, string> _told = new(StringComparer.Ordinal);

    public async Task TellChangeAsync(BudgetStatus status, CancellationToken cancellationToken)
    {
        var known = await store.State.FindAsync(StateKey, cancellationToken) ?? nameof(BudgetState.Normal);
        var word = status.Word;
        if (known == word)
        {
            return;
        }

        LogChanged(known, word, status.SoFarUsd, status.ProjectedUsd, status.Model?.SoFarUsd);
        // Who lifted it was answered, and nothing is fine yet.
        if (status.OverriddenUntil is null && (await store.Groups.ListAsync(cancellationToken)).FirstOrDefault(group => group.IsMain) is { } main)
        {
            await TellAsync($"budget:{word}:{time.GetUtcNow():yyyyMMddTHHmmssfff}", main.Jid, BudgetTexts.OfChange(status), cancellationToken);
        }

        await store.State.SetAsync(StateKey, word, cancellationToken);
    }

    /// <summary>A wait is told once, restarts included; after it was over, as by an override, the next one is another.</summary>
    public async Task TellWaitAsync(RegisteredGroup group, BudgetStatus status, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var wait = await store.State.FindAsync(StateOf(group), cancellationToken);
        if (wait?.StartsWith($"{until:yyyyMMdd}:", StringComparison.Ordinal) is not true)
        {
            wait = $"{until:yyyyMMdd}:{time.GetUtcNow():yyyyMMddTHHmmssfff}";
            await store.State.SetAsync(StateOf(group), wait, cancellationToken);
            LogWaits(group.Folder, status.State, until);
        }

        if (_told.GetValueOrDefault(group.Jid) != wait)
        {
            await TellAsync(
                $"{WaitKey}{wait}:{group.Jid}",
                group.Jid,
                BudgetTexts.OfWait(TimeZoneInfo.ConvertTime(until, options.Zone), group.IsMain),
                cancellationToken
            );
            _told[group.Jid] = wait;
        }
    }

    /// <summary>The group waits no more.</summary>
    public async Task ForgetWaitAsync(RegisteredGroup group, CancellationToken cancellationToken)
    {
        if (await store.State.FindAsync(StateOf(group), cancellationToken) is not null)
        {
            await store.State.RemoveAsync(StateOf(group), cancellationToken);
        }
    }

    private static string StateOf(RegisteredGroup group) => $"budget:wait:{group.Jid}";

    private Task TellAsync(string key, string chatJid, string text, CancellationToken cancellationToken) =>
        outbox.AddAsync(
            [
                new OutgoingMessage
                {
                    DeliveryId = key,
                    ChatJid = chatJid,
                    Text = text,
                    CreatedAt = time.GetUtcNow(),
                },
            ],
            cancellationToken
        );

    [LoggerMessage(LogLevel.Warning, "{Group} is not answered before {Until}: the budget ({State}) lets no more run.", EventName = "budget_group_waits")]
    private partial void LogWaits(string group, BudgetState state, DateTimeOffset until);

    [LoggerMessage(
        LogLevel.Warning,
        "Budget: {Before} -> {After}; so far {UsedUsd} USD, projected {ProjectedUsd} USD; the model {ModelUsd} USD.",
        EventName = "budget_changed"
    )]
    private partial void LogChanged(string before, string after, decimal usedUsd, decimal projectedUsd, decimal? modelUsd);
}
