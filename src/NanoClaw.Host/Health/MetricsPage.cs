using System.Text.Json;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Outages;
using NanoClaw.Store;

namespace NanoClaw.Host.Health;

/// <summary>What <c>/metrics</c> says; a store that fails takes only its own gauges with it.</summary>
internal sealed class MetricsPage(
    Assistant assistant,
    IStore store,
    TimeProvider time,
    ICredentialVersionSource? credentials,
    IBackupStateSource? backups,
    ProgramBuild? build
) : IDisposable
{
    private readonly PrometheusText _text = new(assistant.Metrics);
    private readonly StoreProbe _probe = new(store, time);

    public async Task<string> WriteAsync(CancellationToken cancellationToken)
    {
        var depth = assistant.Queue.Depth;
        var ofStore = await ReadStoreAsync(cancellationToken);
        return _text.Write([
            .. DescribeBuild(),
            new("nanoclaw_started_at_seconds", "When the process began, by Unix time.", assistant.StartedAt.ToUnixTimeMilliseconds() / 1000.0),
            new("nanoclaw_runs_running", "Runs under way.", depth.Running),
            new("nanoclaw_groups_waiting", "Groups that wait for their turn.", depth.Waiting),
            new("nanoclaw_groups_backing_off", "Groups that wait after a failure.", depth.BackingOff),
            new("nanoclaw_agent_up", "1: the agent answers, as far as is known.", assistant.Outages.Whole is null ? 1 : 0),
            .. Enum.GetValues<OutageCause>().Select(OutageOf),
            new("nanoclaw_chats_held", "Chats that wait for the agent to be back.", assistant.OutageGuard.Held),
            .. ReadCredentials(),
            .. ReadBackups(),
            .. assistant.Channels.SelectMany(StatesOf),
            new("nanoclaw_store_up", "1: the store answers.", ofStore.Count > 0 ? 1 : 0),
            new("nanoclaw_store_writable", "1: the store takes what is written.", await IsWritableAsync(cancellationToken) ? 1 : 0),
            .. ofStore,
        ]);
    }

    public void Dispose() => _text.Dispose();

    private async Task<IReadOnlyList<Gauge>> ReadStoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            var budget = await assistant.Budget.GetAsync(cancellationToken);
            var outgoing = await store.Outbox.ListPendingAsync(cancellationToken: cancellationToken);
            return
            [
                .. await CountWaitingAsync(cancellationToken),
                new("nanoclaw_outgoing_pending", "Texts not sent yet.", outgoing.Count),
                new(
                    "nanoclaw_outgoing_oldest_seconds",
                    "How long the oldest of them waits.",
                    AgeOf(outgoing.Count == 0 ? null : outgoing.Min(text => text.CreatedAt))
                ),
                new(
                    "nanoclaw_effects_held",
                    "What waits for a person's yes.",
                    (await store.Effects.ListOpenAsync(cancellationToken)).Count(effect => effect.ExpiresAt > time.GetUtcNow())
                ),
                new("nanoclaw_budget_used_usd", "Cost of the bill's month so far.", (double)budget.SoFarUsd),
                new("nanoclaw_budget_projected_usd", "Projected cost of the bill's month.", (double)budget.ProjectedUsd),
                new(
                    "nanoclaw_budget_saving_from_usd",
                    "The projection from which on it saves; 0 where nothing is counted.",
                    Counted(assistant.BudgetOptions.SavingFrom)
                ),
                new("nanoclaw_budget_stop_at_usd", "The cost from which on it stops; 0 where nothing is counted.", Counted(assistant.BudgetOptions.StopAt)),
                .. budget.Model is { } model
                    ? new Gauge[] { new("nanoclaw_model_budget_used_usd", "Cost of the model in the bill's month so far.", (double)model.SoFarUsd) }
                    : [],
                new("nanoclaw_budget_state", "0 normal, 1 saving, 2 stopped.", (int)budget.State),
            ];
        }
        catch (StoreException)
        {
            // What is not known is left out; /healthz says why.
            return [];
        }
    }

    private IEnumerable<Gauge> DescribeBuild() =>
        build is null
            ? []
            : [new("nanoclaw_build_info", "Always 1: which program this is.", 1, new("version", build.Version), new("commit", build.Commit ?? ""))];

    private async Task<bool> IsWritableAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _probe.WriteAsync(cancellationToken);
            return true;
        }
        catch (StoreException)
        {
            // That is what the gauge says; /healthz says why.
            return false;
        }
    }

    /// <summary>What people wait for, in all groups that are served.</summary>
    private async Task<IReadOnlyList<Gauge>> CountWaitingAsync(CancellationToken cancellationToken)
    {
        var pending = (await store.Messages.ListPendingChatsAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        // A run that cannot be begun, or goes on for long, has its messages already.
        var begun = (await store.Runs.ListUnfinishedAsync(cancellationToken)).Where(run => run.TaskId is null).ToList();
        var (count, oldest) = (begun.Count, begun.Count == 0 ? (DateTimeOffset?)null : begun.Min(run => run.StartedAt));
        foreach (var group in (await store.Groups.ListAsync(cancellationToken)).Where(group => pending.Contains(group.Jid)))
        {
            var (waiting, since) = await assistant.Waiting.CountAsync(group, cancellationToken);
            count += waiting;
            oldest = oldest is null || since < oldest ? since ?? oldest : oldest;
        }

        return
        [
            new("nanoclaw_messages_waiting", "Messages to be answered; of those that a run is under way for, one a run.", count),
            new("nanoclaw_messages_oldest_seconds", "How long the oldest of them waits.", AgeOf(oldest)),
        ];
    }

    private double AgeOf(DateTimeOffset? since) => since is { } at ? Math.Max(0, (time.GetUtcNow() - at).TotalSeconds) : 0;

    private double Counted(decimal amount) => assistant.BudgetOptions.IsCounted ? (double)amount : 0;

    private Gauge OutageOf(OutageCause cause) =>
        new(
            "nanoclaw_outage",
            "1: why the agent does not answer.",
            assistant.Outages.Whole?.Cause == cause ? 1 : 0,
            new KeyValuePair<string, object?>("cause", JsonNamingPolicy.CamelCase.ConvertName(cause.ToString()))
        );

    private IEnumerable<Gauge> ReadCredentials()
    {
        var (now, version) = (time.GetUtcNow(), credentials?.Read());
        if (version?.Generation is { } generation)
        {
            yield return new("nanoclaw_credentials_generation", "The generation of the credentials that this process has.", generation);
        }

        if (version?.CreatedAt is { } created)
        {
            yield return new("nanoclaw_credentials_age_seconds", "How old they are.", (now - created).TotalSeconds);
        }

        if (version?.ExpiresAt is { } expires)
        {
            yield return new("nanoclaw_credentials_expire_seconds", "Until they end by themselves.", (expires - now).TotalSeconds);
        }
    }

    private IEnumerable<Gauge> ReadBackups()
    {
        if (backups?.Read() is not { } backup)
        {
            yield break;
        }

        yield return new("nanoclaw_backup_failing", "1: the last backup failed.", backup.Failure is null ? 0 : 1);
        if (backup.LastGoodAt is { } good)
        {
            yield return new("nanoclaw_backup_age_seconds", "How old the last good backup is.", (time.GetUtcNow() - good).TotalSeconds);
        }
    }

    private IEnumerable<Gauge> StatesOf(IChannel channel)
    {
        var now = assistant.StatusOf(channel).State;
        return Enum.GetValues<ChannelState>()
            .Select(state => new Gauge(
                "nanoclaw_channel_state",
                "1: the channel's state.",
                state == now ? 1 : 0,
                new("channel", channel.Name),
                new("state", JsonNamingPolicy.CamelCase.ConvertName(state.ToString()))
            ));
    }
}
