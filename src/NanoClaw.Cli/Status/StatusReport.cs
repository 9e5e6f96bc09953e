using System.Text.Json.Serialization;
using NanoClaw.Cli.Administration;
using NanoClaw.Home.Running;

namespace NanoClaw.Cli.Status;

/// <summary>What <c>nanoclaw status</c> shows. Where the assistant does not answer, what it alone knows is null.</summary>
internal sealed record StatusReport
{
    public required DateTimeOffset At { get; init; }
    public required AssistantStatus Assistant { get; init; }
    public IReadOnlyList<ChannelHealth>? Channels { get; init; }
    public required AgentStatus Agent { get; init; }
    public required QueueStatus Queue { get; init; }
    public required OutboxStatus Outbox { get; init; }
    public required BudgetReport Budget { get; init; }

    /// <summary>How the last backups went.</summary>
    public required BackupStatus Backup { get; init; }

    /// <summary>Messages that the agent refused for themselves.</summary>
    public int SetAside { get; init; }

    /// <summary>What waits for a person's yes, the oldest first.</summary>
    public IReadOnlyList<HeldEntry> Held { get; init; } = [];
    public IReadOnlyList<UsageEntry> Usage { get; init; } = [];
    public IReadOnlyList<GroupStatus> Groups { get; init; } = [];

    /// <summary>The tasks due next, soonest first.</summary>
    public IReadOnlyList<TaskEntry> NextTasks { get; init; } = [];

    /// <summary>The newest first.</summary>
    public IReadOnlyList<StatusError> Errors { get; init; } = [];

    /// <summary>Of the assistant, for people.</summary>
    [JsonIgnore]
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>For people, who type them.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, string> ShortTaskIds { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <param name="Name">What people call it.</param>
/// <param name="Running">Whether a process holds the store.</param>
/// <param name="Owner">Which one, in words.</param>
/// <param name="Health"><c>ok</c>, <c>degraded</c> or <c>failing</c>.</param>
/// <param name="ProcessId">Its number.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Store">The database.</param>
internal sealed record AssistantStatus(string Name, bool Running, string? Owner, string? Health, int? ProcessId, DateTimeOffset? StartedAt, string Store)
{
    /// <summary>The version that runs; null where none answers.</summary>
    public string? Version { get; init; }

    /// <summary>The commit it was built from, where the build knew it.</summary>
    public string? Commit { get; init; }
}

/// <param name="State"><c>ok</c>, as far as is known, or <c>away</c>.</param>
/// <param name="Cause">Why it does not answer: <c>unreachable</c>, <c>credentials</c>, <c>runCap</c>, <c>modelKey</c> and so on.</param>
/// <param name="Code">The last failure, as docs/CONTRACT.md names it.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">Until when, where it said so.</param>
/// <param name="Reason">What is wrong and what cures it.</param>
/// <param name="CredentialGeneration">Which credentials this process has.</param>
/// <param name="CredentialCreatedAt">When they were made.</param>
/// <param name="CredentialExpiresAt">When they end by themselves.</param>
internal sealed record AgentStatus(
    string State,
    string? Cause,
    string? Code,
    DateTimeOffset? Since,
    DateTimeOffset? Until,
    string? Reason,
    int? CredentialGeneration,
    DateTimeOffset? CredentialCreatedAt,
    DateTimeOffset? CredentialExpiresAt
);

/// <param name="Running">Runs under way.</param>
/// <param name="Waiting">Groups that wait for their turn.</param>
/// <param name="BackingOff">Groups that wait after a failure.</param>
/// <param name="Runs">Runs that have begun and not ended, by the ledger.</param>
internal sealed record QueueStatus(int? Running, int? Waiting, int? BackingOff, IReadOnlyList<RunEntry> Runs);

internal sealed record RunEntry(string RunId, string GroupFolder, string? TaskId, DateTimeOffset StartedAt, int Attempt);

/// <param name="Id">What people call it: a member of the main group answers <c>yes 7F</c> or <c>no 7F</c> there.</param>
/// <param name="GroupFolder">Whose agent asked.</param>
/// <param name="Effect">For what, as docs/CONTRACT.md names it.</param>
/// <param name="AskedBy">Whom it answered.</param>
/// <param name="HeldAt">When.</param>
/// <param name="ExpiresAt">When it is not done any more.</param>
internal sealed record HeldEntry(string Id, string GroupFolder, string Effect, string? AskedBy, DateTimeOffset HeldAt, DateTimeOffset ExpiresAt);

/// <param name="Pending">Texts not sent yet.</param>
/// <param name="OldestAt">Since when the oldest of them waits.</param>
/// <param name="Tried">Those of them that were tried already.</param>
internal sealed record OutboxStatus(int Pending, DateTimeOffset? OldestAt, int Tried);

/// <param name="Billed">Whether runs are on Cloudflare's bill; those in containers at home are not.</param>
/// <param name="State"><c>normal</c>, <c>saving</c> or <c>stopped</c>.</param>
/// <param name="SoFarUsd">Cost of the bill's month so far.</param>
/// <param name="ProjectedUsd">Cost of the whole month at this rate.</param>
/// <param name="SavingFromUsd">The projection from which on the assistant saves.</param>
/// <param name="StopAtUsd">The cost from which on it stops.</param>
/// <param name="BeganAt">When the bill's month began.</param>
/// <param name="ResetsAt">When the next one begins.</param>
/// <param name="OverriddenUntil">Until when the main group has lifted the budget.</param>
/// <param name="ModelSoFarUsd">Cost of the model in the bill's month so far; null where it has no budget.</param>
/// <param name="ModelProjectedUsd">Its cost in the whole month at this rate.</param>
/// <param name="SavingModel">The cheaper model that answers now; null: each group has its own.</param>
internal sealed record BudgetReport(
    bool Billed,
    string State,
    decimal SoFarUsd,
    decimal ProjectedUsd,
    decimal SavingFromUsd,
    decimal StopAtUsd,
    DateTimeOffset BeganAt,
    DateTimeOffset ResetsAt,
    DateTimeOffset? OverriddenUntil,
    decimal? ModelSoFarUsd,
    decimal? ModelProjectedUsd,
    string? SavingModel
);

/// <param name="LastGoodAt">When the last one was whole; null: never.</param>
/// <param name="To">Where it is.</param>
/// <param name="Failure">What went wrong with the last one; null: nothing.</param>
/// <param name="FailedAt">When that was.</param>
internal sealed record BackupStatus(DateTimeOffset? LastGoodAt, string? To, string? Failure, DateTimeOffset? FailedAt);

/// <summary>A group's use in the bill's month.</summary>
internal sealed record UsageEntry(
    string GroupFolder,
    long Runs,
    long Failed,
    long InputTokens,
    long CacheReadTokens,
    long CacheWriteTokens,
    long OutputTokens,
    long DurationMs
);

/// <param name="Folder">Its folder.</param>
/// <param name="Name">Its name.</param>
/// <param name="Jid">Its chat.</param>
/// <param name="IsMain">Whether it is the main one.</param>
/// <param name="Channel">Where its chat is.</param>
/// <param name="WaitingMessages">Messages to be answered; 0 where a call is needed and none was made.</param>
/// <param name="WaitsFor">Why they wait, in plain words; null where none wait, or their turn is near.</param>
/// <param name="LastMessageAt">When its chat was last active.</param>
/// <param name="LastRunAt">When its last run began, if that is less than a month ago.</param>
/// <param name="LastRunStatus"><c>running</c>, <c>succeeded</c> or <c>failed</c>.</param>
internal sealed record GroupStatus(
    string Folder,
    string Name,
    string Jid,
    bool IsMain,
    string? Channel,
    int WaitingMessages,
    string? WaitsFor,
    DateTimeOffset? LastMessageAt,
    DateTimeOffset? LastRunAt,
    string? LastRunStatus
);

/// <param name="At">When; null where it is not known.</param>
/// <param name="Kind"><c>run</c>, <c>text</c> or <c>task</c>.</param>
/// <param name="Where">The group's folder, the chat's jid, or the task's id.</param>
/// <param name="What">What went wrong.</param>
internal sealed record StatusError(DateTimeOffset? At, string Kind, string Where, string What);
