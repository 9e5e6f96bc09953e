using System.ComponentModel.DataAnnotations;
using NanoClaw.Agents;
using NanoClaw.Host.Budget;
using NanoClaw.Host.Shares;

namespace NanoClaw.Host;

/// <summary>The settings of the process.</summary>
public sealed record HostOptions
{
    /// <summary>The name people call; 1 to 64 characters.</summary>
    [Required, StringLength(64, MinimumLength = 1)]
    public string AssistantName { get; init; } = "Andy";

    /// <summary>An IANA name: of the times in prompts, and of the schedules.</summary>
    [Required]
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The folder with a folder for each group and <c>global</c>.</summary>
    [Required]
    public string GroupsFolder { get; init; } = "groups";

    /// <summary>v1's <c>sender-allowlist.json</c>; a file that is not there lets everybody in.</summary>
    public string? SenderAllowlistPath { get; init; }

    /// <summary>The rules of what is allowed, held for a person and refused; a file that is not there means the default ones.</summary>
    public string? RulesPath { get; init; }

    /// <summary>How long what is held waits for an answer.</summary>
    public TimeSpan HeldFor { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long decisions are kept.</summary>
    public TimeSpan AuditKept { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Runs at the same time, over all groups.</summary>
    [Range(1, 100)]
    public int MaxConcurrentRuns { get; init; } = 5;

    /// <summary>How often everything is looked through, in case an event was missed.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The same while saving.</summary>
    public TimeSpan SavingPollInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a shutdown waits for what runs; what has not ended then is resumed at the next start.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an outage that may pass by itself lasts before people are told of it.</summary>
    public TimeSpan OutageToldAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Messages and reminders that have waited so long are late, and the agent is told so.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The port of <c>/healthz</c> and <c>/metrics</c> on the loopback address; null: none.</summary>
    [Range(0, 65535)]
    public int? HealthPort { get; init; } = 9464;

    /// <summary><c>AGENT_LOG_CONTENT</c>: whether what people and the agent say goes to the log, at Information.</summary>
    public bool LogContents { get; init; }

    /// <summary>The stack's models, in the order in which the Worker asks them; none: they are not known, or the runtime has none to choose from.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    public BudgetOptions Budget { get; init; } = new();

    /// <summary>How the day's runs are shared out among the groups.</summary>
    public RunShareOptions Shares { get; init; } = new();

    /// <summary>Active tasks a group may have.</summary>
    [Range(1, 1000)]
    public int TasksPerGroup { get; init; } = AgentContract.UsualActiveTasks;

    internal string ZoneName => TimeZoneName.Resolve(TimeZone) ?? TimeZone;

    internal TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(ZoneName);
}
