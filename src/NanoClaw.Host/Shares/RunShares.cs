using NanoClaw.Host.Budget;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Runs;
using NanoClaw.Store;

namespace NanoClaw.Host.Shares;

/// <summary>
/// Lets a run begin where its group has a part left of the day's runs. What the Worker counts remains the hard cap: this
/// one sees to it that a group which reaches its own end leaves the others theirs.
/// </summary>
internal sealed class RunShares(IStore store, BudgetGuard budget, OutboxSender outbox, ChannelSet channels, HostOptions options, TimeProvider time)
{
    /// <summary>Of a group's share, what its tasks may use: the rest is for people who write.</summary>
    private const int TasksPercent = 80;

    /// <summary>Whether one more run of the group may begin; where not, its chat is told once a day until when it waits.</summary>
    public async Task<bool> MayRunAsync(RegisteredGroup group, bool isTask, CancellationToken cancellationToken)
    {
        // In containers at home nobody counts.
        if (!options.Budget.RunsAreBilled)
        {
            return true;
        }

        var now = time.GetUtcNow();
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var used = await store.Runs.SumUsageAsync(today, today.AddDays(1), UsagePeriod.Day, cancellationToken);
        var groups = await store.Groups.ListAsync(cancellationToken);
        var isSaving = (await budget.GetAsync(cancellationToken)).State is BudgetState.Saving;
        var shares = RunShare.Of(
            isSaving ? Math.Min(options.Shares.RunsPerDay, options.Budget.RunsPerDayWhileSaving) : options.Shares.RunsPerDay,
            options.Shares,
            groups.FirstOrDefault(known => known.IsMain)?.Folder,
            used);
        if (shares.Has(group, isTask ? TasksPercent : 100))
        {
            return true;
        }

        await TellAsync(group, isTask, today.AddDays(1), cancellationToken);
        return false;
    }

    private async Task TellAsync(RegisteredGroup group, bool isTask, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var local = TimeZoneInfo.ConvertTime(until, options.Zone);
        var (key, text) = isTask
            ? ("tasks", $"The scheduled tasks of this chat wait until {local:HH:mm}: their share of today's runs is used up. Whoever looks after me can list them with nanoclaw tasks list.")
            : ("messages", $"I cannot answer here before {local:HH:mm}: this chat's share of today's runs is used up. Your message is kept, and answered then.");
        await outbox.AddAsync(
            Deliveries.Of($"share:{key}:{group.Jid}:{until:yyyyMMdd}", group.Jid, text, channels, time), cancellationToken);
    }
}
