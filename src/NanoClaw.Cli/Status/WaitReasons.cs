using NanoClaw.Cli.Administration;
using NanoClaw.Home.Running;
using NanoClaw.Host;
using NanoClaw.Host.Budget;
using NanoClaw.Host.Outages;
using NanoClaw.Host.Shares;
using NanoClaw.Store;

namespace NanoClaw.Cli.Status;

/// <summary>Why a group's messages wait: every reason there is has a word here.</summary>
internal sealed class WaitReasons(
    bool isRunning,
    IReadOnlyList<string>? channels,
    OutageBook outages,
    BudgetStatus budget,
    bool isDayUsedUp,
    RunShare? share,
    IReadOnlySet<string> running,
    DateTimeOffset now
)
{
    public static async Task<WaitReasons> ReadAsync(
        StoreConnection connection,
        HostOptions host,
        AssistantHealth? health,
        BudgetStatus budget,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        new(
            connection.Assistant.FindOwner() is not null,
            health?.Channels.Select(channel => channel.Name).ToList(),
            await OutageBook.ReadAsync(connection.Store, cancellationToken),
            budget,
            budget.State is BudgetState.Saving && await BudgetCount.IsDayUsedUpAsync(connection.Store, host.Budget, now, cancellationToken),
            await RunShare.ReadAsync(connection.Store, host, budget.State is BudgetState.Saving, now, cancellationToken),
            (await connection.Store.Runs.ListUnfinishedAsync(cancellationToken)).Select(run => run.ChatJid).ToHashSet(StringComparer.Ordinal),
            now
        );

    /// <param name="group">The group.</param>
    /// <param name="channel">Where its chat is, if that is known.</param>
    /// <param name="waiting">How many messages wait.</param>
    /// <param name="last">Its last run.</param>
    public string? Of(RegisteredGroup group, string? channel, int waiting, AgentRun? last)
    {
        var outage = outages.Of(group.Jid);
        if (waiting == 0 && (outage is null || !running.Contains(group.Jid)))
        {
            return null;
        }

        return !isRunning ? "the assistant is not running"
            : channel is not null && channels?.Contains(channel, StringComparer.Ordinal) is false ? $"its channel {channel} is not served"
            : budget.State is BudgetState.Stopped ? $"the budget is used up until {budget.ResetsAt:yyyy-MM-dd}"
            : budget.GroupsUsedUp.Contains(group.Folder) ? $"its budget for the model is used up until {budget.ResetsAt:yyyy-MM-dd}"
            : outage is { } away ? $"the agent is away ({away.CauseWord})"
            : isDayUsedUp ? $"saving: the day's runs are used up until {BudgetCount.NextDay(now):yyyy-MM-dd HH:mm} UTC"
            : running.Contains(group.Jid) ? "a run is under way"
            : share?.Has(group, isTask: false) is false ? $"its share of the day's runs is used up until {BudgetCount.NextDay(now):yyyy-MM-dd HH:mm} UTC"
            : last is { Status: RunStatus.Failed } ? "tried again soon, after a failure"
            : "its turn";
    }
}
