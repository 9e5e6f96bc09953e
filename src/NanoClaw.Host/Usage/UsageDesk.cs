using NanoClaw.Cost;
using NanoClaw.Cost.Ledger;
using NanoClaw.Cost.Reports;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Outbox;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Usage;

/// <summary>Says what a chat has used and cost in the bill's month; in the main group, what all have.</summary>
internal sealed class UsageDesk(IStore store, OutboxSender outbox, ChannelSet channels, HostOptions options, TimeProvider time)
{
    public const string Word = "/usage";

    public static bool IsOrder(string text) => text.Trim().Equals(Word, StringComparison.OrdinalIgnoreCase);

    public async Task HandleAsync(RegisteredGroup group, ChatMessage message, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var month = await LedgerMonth.ReadAsync(store, BillingPeriod.At(now, options.Budget.BillingDay), now, cancellationToken);
        var report = MonthCost.Of(month, options.Budget.Terms);
        var answer = group.IsMain
            ? UsageText.OfAll(
                report,
                (await store.Groups.ListAsync(cancellationToken)).ToDictionary(
                    known => known.Folder,
                    known => ShownText.Line(known.Name, 64),
                    StringComparer.Ordinal
                )
            )
            : UsageText.OfGroup(report, group.Folder);
        await outbox.AddAsync(Deliveries.Of($"usage:{message.ChatJid}:{message.Id}", message.ChatJid, answer, channels, time), cancellationToken);
    }
}
