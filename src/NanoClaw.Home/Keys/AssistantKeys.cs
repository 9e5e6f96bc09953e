using System.Text.RegularExpressions;
using NanoClaw.Host;
using NanoClaw.Host.Budget;
using NanoClaw.Host.Shares;

namespace NanoClaw.Home.Keys;

/// <summary>The keys of the assistant's process, beside the agent's and the channels' own. Those of v1 mean what they meant there.</summary>
public static partial class AssistantKeys
{
    /// <summary>The name people call; v1's key.</summary>
    public const string Name = "ASSISTANT_NAME";

    /// <summary>The time zone, an IANA name; v1's key.</summary>
    public const string TimeZone = "TZ";

    /// <summary>The folder of <c>messages.db</c> and the channels' credentials.</summary>
    public const string StoreFolder = "STORE_DIR";

    /// <summary>v1's <c>sender-allowlist.json</c>.</summary>
    public const string SenderAllowlist = "SENDER_ALLOWLIST";

    /// <summary>What is allowed, held for a person and refused.</summary>
    public const string Rules = "RULES_FILE";

    /// <summary>How long what is held waits for an answer, in hours.</summary>
    public const string HeldHours = "HELD_HOURS";

    /// <summary>How long decisions are kept, in days.</summary>
    public const string AuditDays = "AUDIT_DAYS";

    /// <summary>Runs at the same time, over all groups.</summary>
    public const string MaxConcurrentRuns = "MAX_CONCURRENT_RUNS";

    /// <summary>v1's name of <see cref="MaxConcurrentRuns"/>.</summary>
    public const string OlderMaxConcurrentRuns = "MAX_CONCURRENT_CONTAINERS";

    /// <summary>How often everything is looked through, in seconds.</summary>
    public const string PollSeconds = "POLL_SECONDS";

    /// <summary>The same while saving, in seconds.</summary>
    public const string SavingPollSeconds = "SAVING_POLL_SECONDS";

    /// <summary>How long a shutdown waits for what runs, in seconds.</summary>
    public const string ShutdownSeconds = "SHUTDOWN_SECONDS";

    /// <summary>How long an outage that may pass by itself lasts before people are told, in seconds.</summary>
    public const string OutageToldSeconds = "OUTAGE_TOLD_SECONDS";

    /// <summary>From how many minutes on what waited is late, and the agent told so.</summary>
    public const string StaleMinutes = "STALE_MINUTES";

    /// <summary>A command, without a shell, that brings the stack's credentials where the Worker refuses those of this process.</summary>
    public const string ConfigPullCommand = "CONFIG_PULL_COMMAND";

    /// <summary>The least time between two runs of <see cref="ConfigPullCommand"/>, in minutes.</summary>
    public const string ConfigPullMinutes = "CONFIG_PULL_MINUTES";

    /// <summary>The generation of the credentials, the stack's <c>rotationVersion</c>: for people and gauges.</summary>
    public const string CredentialGeneration = "CLOUDFLARE_CREDENTIAL_GENERATION";

    /// <summary>When that generation was made, in ISO 8601.</summary>
    public const string CredentialCreatedAt = "CLOUDFLARE_CREDENTIAL_CREATED_AT";

    /// <summary>When its service token ends by itself, in ISO 8601.</summary>
    public const string CredentialExpiresAt = "CLOUDFLARE_CREDENTIAL_EXPIRES_AT";

    /// <summary>The account's plan for Workers, <c>free</c> or <c>paid</c> (the default): what the budget counts by.</summary>
    public const string WorkersPlan = "CLOUDFLARE_WORKERS_PLAN";

    /// <summary>The loopback port of <c>/healthz</c> and <c>/metrics</c>; <c>none</c>: not served.</summary>
    public const string HealthPort = "HEALTH_PORT";

    /// <summary>The projection of the month, in USD, from which on the process saves.</summary>
    public const string BudgetSavingFrom = "BUDGET_SAVING_FROM";

    /// <summary>The month's cost so far, in USD, from which on no run is started.</summary>
    public const string BudgetStopAt = "BUDGET_STOP_AT";

    /// <summary>The day of the month on which Cloudflare's bill begins.</summary>
    public const string BudgetBillingDay = "BUDGET_BILLING_DAY";

    /// <summary>Runs a day while saving.</summary>
    public const string BudgetSavingRuns = "BUDGET_SAVING_RUNS_PER_DAY";

    /// <summary>The stack's model that is asked first while saving; off unless set.</summary>
    public const string BudgetSavingModel = "BUDGET_SAVING_MODEL";

    /// <summary>The stack's models in order, with a blank between them: what <c>/model</c> chooses from.</summary>
    public const string Models = "AGENT_MODELS";

    /// <summary>The projection of the model's month, in USD, from which on the process saves; off unless set.</summary>
    public const string ModelBudgetSavingFrom = "MODEL_BUDGET_SAVING_FROM";

    /// <summary>The cost of the model's month so far, in USD, from which on no run is started; off unless set.</summary>
    public const string ModelBudgetStopAt = "MODEL_BUDGET_STOP_AT";

    /// <summary>The same for each group alone.</summary>
    public const string ModelBudgetGroupStopAt = "MODEL_BUDGET_GROUP_STOP_AT";

    /// <summary>USD for a million tokens: fresh, read from the cache, written to it, output. Takes the place of the table's.</summary>
    public const string ModelBudgetPrices = "MODEL_BUDGET_PRICES";

    /// <summary>The Worker's cap of runs a day, <c>runsPerDay</c> of the stack: what the groups' shares are of.</summary>
    public const string RunsPerDay = "RUNS_PER_DAY";

    /// <summary>How many percent of the day's runs one group may use.</summary>
    public const string GroupShare = "RUNS_GROUP_SHARE";

    /// <summary>How many percent of the day's runs are the main group's alone.</summary>
    public const string MainReserve = "RUNS_MAIN_RESERVE";

    /// <summary>Active tasks a group may have.</summary>
    public const string TasksPerGroup = "TASKS_PER_GROUP";

    /// <summary><c>debug</c>, <c>info</c>, <c>warn</c> or <c>error</c>; v1's key.</summary>
    public const string LogLevel = "LOG_LEVEL";

    /// <summary><c>text</c> or <c>json</c>.</summary>
    public const string LogFormat = "LOG_FORMAT";

    /// <summary>A mistake of the host's options in the words of a person's settings: keys in the place of properties.</summary>
    public static string InsteadOfNames(string mistake) =>
        Property()
            .Replace(
                mistake,
                static match =>
                    match.Groups["name"].Value switch
                    {
                        nameof(HostOptions.AssistantName) => Name,
                        nameof(HostOptions.TimeZone) => TimeZone,
                        nameof(HostOptions.HeldFor) => HeldHours,
                        nameof(HostOptions.AuditKept) => AuditDays,
                        nameof(HostOptions.MaxConcurrentRuns) => MaxConcurrentRuns,
                        nameof(HostOptions.PollInterval) => PollSeconds,
                        nameof(HostOptions.SavingPollInterval) => SavingPollSeconds,
                        nameof(HostOptions.ShutdownTimeout) => ShutdownSeconds,
                        nameof(HostOptions.OutageToldAfter) => OutageToldSeconds,
                        nameof(HostOptions.StaleAfter) => StaleMinutes,
                        nameof(HostOptions.HealthPort) => HealthPort,
                        nameof(BudgetOptions.SavingFrom) => BudgetSavingFrom,
                        nameof(BudgetOptions.StopAt) => BudgetStopAt,
                        nameof(BudgetOptions.BillingDay) => BudgetBillingDay,
                        nameof(BudgetOptions.RunsPerDayWhileSaving) => BudgetSavingRuns,
                        nameof(BudgetOptions.SavingModel) => BudgetSavingModel,
                        nameof(ModelBudgetOptions.SavingFromUsd) => ModelBudgetSavingFrom,
                        nameof(ModelBudgetOptions.StopAtUsd) => ModelBudgetStopAt,
                        nameof(ModelBudgetOptions.GroupStopAtUsd) => ModelBudgetGroupStopAt,
                        nameof(RunShareOptions.RunsPerDay) => RunsPerDay,
                        nameof(RunShareOptions.GroupSharePercent) => GroupShare,
                        nameof(RunShareOptions.MainReservePercent) => MainReserve,
                        nameof(HostOptions.TasksPerGroup) => TasksPerGroup,
                        _ => match.Value,
                    }
            );

    [GeneratedRegex(@"(The field )?\b(?<name>[A-Z][a-z]+([A-Z][a-z]+)+)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Property();
}
