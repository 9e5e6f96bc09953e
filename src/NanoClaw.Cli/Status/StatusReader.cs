using NanoClaw.Backup.Making;
using NanoClaw.Cli.Administration;
using NanoClaw.Home.Administration;
using NanoClaw.Home.Running;
using NanoClaw.Host;
using NanoClaw.Host.Budget;
using NanoClaw.Host.Health;
using NanoClaw.Host.Outages;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Cli.Status;

/// <summary>Puts the report together, from the store and from the running assistant.</summary>
internal sealed class StatusReader(StoreConnection connection)
{
    /// <summary>As many as the assistant itself looks for a call in at once.</summary>
    private const int LookAhead = 1000;
    private const int ShownTasks = 5;
    private const int ShownErrors = 8;
    private static readonly TimeSpan LastRunsOf = TimeSpan.FromDays(31);
    private readonly IStore _store = connection.Store;
    private HostOptions _host = connection.Settings.Host;

    public async Task<StatusReport> ReadAsync(CancellationToken cancellationToken)
    {
        var now = connection.Now;
        var health = await connection.Assistant.FindHealthAsync(cancellationToken);
        // What runs counts by its own settings, whatever this command's environment says.
        _host = health?.Limits?.Over(connection.Settings.Host) ?? connection.Settings.Host;
        var options = _host.Budget;
        var budget = await BudgetCount.ReadAsync(_store, options, now, cancellationToken);
        var pending = await _store.Outbox.ListPendingAsync(cancellationToken: cancellationToken);
        var tasks = await _store.Tasks.ListAsync(cancellationToken: cancellationToken);
        return new StatusReport
        {
            At = now,
            Assistant = DescribeAssistant(health),
            Channels = health?.Channels,
            Agent = DescribeAgent(await OutageBook.ReadAsync(_store, cancellationToken), health?.Agent?.Credentials),
            Queue = new(health?.Running, health?.Waiting, health?.BackingOff, await ListRunsAsync(cancellationToken)),
            Outbox = new(pending.Count, pending.Count == 0 ? null : pending.Min(text => text.CreatedAt), pending.Count(text => text.Attempts > 0)),
            Budget = new(
                options.IsCounted,
                TaskEntry.Word(budget.State),
                budget.SoFarUsd,
                budget.ProjectedUsd,
                options.SavingFrom,
                options.StopAt,
                budget.BeganAt,
                budget.ResetsAt,
                budget.OverriddenUntil,
                budget.Model?.SoFarUsd,
                budget.Model?.ProjectedUsd,
                budget.SavingModel
            ),
            Backup = DescribeBackup(),
            SetAside = (await _store.SetAside.ListAsync(cancellationToken)).Count,
            Held =
            [
                .. (await _store.Effects.ListOpenAsync(cancellationToken))
                    .Where(held => held.ExpiresAt > now)
                    .Select(held => new HeldEntry(held.Id, held.GroupFolder, held.Effect, held.AskedBy, held.HeldAt, held.ExpiresAt)),
            ],
            Usage = await ListUsageAsync(budget.BeganAt, now, cancellationToken),
            Groups = await ListGroupsAsync(now, await WaitReasons.ReadAsync(connection, _host, health, budget, now, cancellationToken), cancellationToken),
            NextTasks =
            [
                .. tasks
                    .Where(task => task is { Status: ScheduledTaskStatus.Active, NextRun: not null })
                    .OrderBy(task => task.NextRun)
                    .Take(ShownTasks)
                    .Select(TaskEntry.Of),
            ],
            Errors = await ListErrorsAsync(tasks, cancellationToken),
            ShortTaskIds = TaskIds.Shortened(tasks),
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById(_host.TimeZone),
        };
    }

    private AssistantStatus DescribeAssistant(AssistantHealth? health)
    {
        var owner = connection.Assistant.FindOwner();
        return new(_host.AssistantName, owner is not null, owner, health?.Status, health?.ProcessId, health?.StartedAt, connection.Settings.StorePath)
        {
            Version = health?.Version,
            Commit = health?.Commit,
        };
    }

    private AgentStatus DescribeAgent(OutageBook outages, CredentialVersion? running)
    {
        var (outage, version) = (outages.Whole, running ?? new PulledCredentials(connection.Settings.Configuration).Read());
        return new(
            outage is null ? "ok" : "away",
            outage?.CauseWord,
            outage?.Code,
            outage?.Since,
            outage?.Until,
            outage?.Reason,
            version.Generation,
            version.CreatedAt,
            version.ExpiresAt
        );
    }

    private BackupStatus DescribeBackup()
    {
        var history = BackupHistory.Read(connection.Settings.Surroundings);
        return new(history.LastGoodAt, history.Place, history.Failure, history.FailedAt);
    }

    private async Task<IReadOnlyList<RunEntry>> ListRunsAsync(CancellationToken cancellationToken) =>
        [
            .. (await _store.Runs.ListUnfinishedAsync(cancellationToken)).Select(run => new RunEntry(
                run.RunId,
                run.GroupFolder,
                run.TaskId,
                run.StartedAt,
                run.Attempt
            )),
        ];

    private async Task<IReadOnlyList<UsageEntry>> ListUsageAsync(DateTimeOffset from, DateTimeOffset now, CancellationToken cancellationToken) =>
        [
            // The bill's month lies in two of the calendar's.
            .. (await _store.Runs.SumUsageAsync(from, now.AddMilliseconds(1), UsagePeriod.Month, cancellationToken))
                .GroupBy(total => total.GroupFolder, StringComparer.Ordinal)
                .Select(totals => new UsageEntry(
                    totals.Key,
                    totals.Sum(total => total.Runs),
                    totals.Sum(total => total.Failed),
                    totals.Sum(total => total.InputTokens),
                    totals.Sum(total => total.CacheReadTokens),
                    totals.Sum(total => total.CacheWriteTokens),
                    totals.Sum(total => total.OutputTokens),
                    (long)totals.Sum(total => total.Duration.TotalMilliseconds)
                ))
                .OrderBy(usage => usage.GroupFolder, StringComparer.Ordinal),
        ];

    private async Task<IReadOnlyList<GroupStatus>> ListGroupsAsync(DateTimeOffset now, WaitReasons reasons, CancellationToken cancellationToken)
    {
        var chats = (await _store.Chats.ListAsync(cancellationToken)).ToDictionary(chat => chat.Jid, StringComparer.Ordinal);
        var lastRuns = (await _store.Runs.ListLastAsync(now - LastRunsOf, cancellationToken)).ToDictionary(run => run.GroupFolder, StringComparer.Ordinal);
        var groups = new List<GroupStatus>();
        foreach (var group in await _store.Groups.ListAsync(cancellationToken))
        {
            var chat = chats.GetValueOrDefault(group.Jid);
            var last = lastRuns.GetValueOrDefault(group.Folder);
            var waiting = await CountWaitingAsync(group, cancellationToken);
            groups.Add(
                new(
                    group.Folder,
                    group.Name,
                    group.Jid,
                    group.IsMain,
                    chat?.Channel,
                    waiting,
                    reasons.Of(group, chat?.Channel, waiting, last),
                    chat?.LastMessageAt,
                    last?.StartedAt,
                    last is null ? null : TaskEntry.Word(last.Status)
                )
            );
        }

        return [.. groups.OrderByDescending(group => group.IsMain)];
    }

    private async Task<int> CountWaitingAsync(RegisteredGroup group, CancellationToken cancellationToken)
    {
        var cursor = await _store.Cursors.GetAgentAsync(group.Jid, cancellationToken);
        var waiting = await _store.Messages.ReadSinceAsync(group.Jid, cursor, LookAhead, cancellationToken);
        var trigger = Trigger.Of(group.Trigger, _host.AssistantName);
        return group.IsMain || !group.RequiresTrigger || waiting.Any(message => trigger.IsCalledBy(message.Content)) ? waiting.Count : 0;
    }

    private async Task<IReadOnlyList<StatusError>> ListErrorsAsync(IReadOnlyList<ScheduledTask> tasks, CancellationToken cancellationToken)
    {
        var failing = tasks.Where(task => TaskText.Failure(task) is not null).ToList();
        // A task tells more of its failure than its run.
        var runs = (await _store.Runs.ListFailedAsync(ShownErrors, cancellationToken)).Where(run => failing.TrueForAll(task => task.Id != run.TaskId));
        var refused = await _store.Outbox.ListRefusedAsync(ShownErrors, cancellationToken);
        return
        [
            .. runs.Select(run => new StatusError(run.EndedAt, "run", run.GroupFolder, run.ErrorCode ?? "failed"))
                .Concat(refused.Select(text => new StatusError(text.RefusedAt, "text", text.ChatJid, text.Reason)))
                .Concat(failing.Select(task => new StatusError(task.LastRun, "task", task.Id, TaskText.Failure(task)!)))
                .OrderByDescending(error => error.At)
                .Take(ShownErrors),
        ];
    }
}
