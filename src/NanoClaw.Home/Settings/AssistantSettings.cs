using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using NanoClaw.Agents;
using NanoClaw.Backup;
using NanoClaw.Backup.Restoring;
using NanoClaw.Home.Configuration;
using NanoClaw.Home.Keys;
using NanoClaw.Host;
using NanoClaw.Host.Budget;
using NanoClaw.Host.Shares;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Home.Settings;

/// <summary>The assistant's settings as the environment and <c>.env</c> give them; relative folders are the project's.</summary>
public sealed record AssistantSettings
{
    public const string StoreFile = "messages.db";

    private const string DefaultRules = "rules.yaml";

    /// <summary>Far past what is allowed, and no overflow.</summary>
    private const int LongestCount = 1_000_000;

    public required IConfiguration Configuration { get; init; }

    /// <summary>The folder of the database and of the channels' credentials.</summary>
    public required string StoreFolder { get; init; }

    public required HostOptions Host { get; init; }

    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    public LogFormat LogFormat { get; init; }

    /// <summary>Fetches the credentials anew; null where no command is configured.</summary>
    public PullSettings? Pull { get; init; }

    /// <summary>The time zone of what people read.</summary>
    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(Host.TimeZone);

    public string StorePath => Path.Combine(StoreFolder, StoreFile);

    /// <summary>What a backup is of.</summary>
    public BackupSurroundings Surroundings => new() { StorePath = StorePath, GroupsFolder = Host.GroupsFolder };

    /// <summary>Reads them all, and tells every mistake at once.</summary>
    /// <param name="context">The command's surroundings.</param>
    /// <param name="envFile">A file in the place of the project's <c>.env</c>.</param>
    /// <exception cref="CliException">A value is wrong.</exception>
    public static AssistantSettings Read(CliContext context, string? envFile)
    {
        var configuration = ProcessConfiguration.Open(context, envFile);
        var values = new SettingReader(configuration);
        var usual = new HostOptions();
        var host = usual with
        {
            AssistantName = values.Text(AssistantKeys.Name) ?? usual.AssistantName,
            TimeZone = ZoneOf(values.Text(AssistantKeys.TimeZone) ?? TimeZoneInfo.Local.Id),
            GroupsFolder = InProject(values.Text(AgentConfigurationKeys.GroupsFolder) ?? usual.GroupsFolder),
            SenderAllowlistPath = InProject(values.Text(AssistantKeys.SenderAllowlist) ?? DefaultAllowlist()),
            RulesPath = InProject(values.Text(AssistantKeys.Rules) ?? DefaultRules),
            HeldFor = values.Number(AssistantKeys.HeldHours) is { } hours ? TimeSpan.FromHours(Math.Clamp(hours, 0, LongestCount)) : usual.HeldFor,
            AuditKept = values.Number(AssistantKeys.AuditDays) is { } days ? TimeSpan.FromDays(Math.Clamp(days, 0, LongestCount)) : usual.AuditKept,
            MaxConcurrentRuns =
                values.Number(AssistantKeys.MaxConcurrentRuns) ?? values.Number(AssistantKeys.OlderMaxConcurrentRuns) ?? usual.MaxConcurrentRuns,
            PollInterval = values.Seconds(AssistantKeys.PollSeconds) ?? usual.PollInterval,
            SavingPollInterval = values.Seconds(AssistantKeys.SavingPollSeconds) ?? usual.SavingPollInterval,
            ShutdownTimeout = values.Seconds(AssistantKeys.ShutdownSeconds) ?? usual.ShutdownTimeout,
            OutageToldAfter = values.Seconds(AssistantKeys.OutageToldSeconds) ?? usual.OutageToldAfter,
            StaleAfter = values.Minutes(AssistantKeys.StaleMinutes) ?? usual.StaleAfter,
            HealthPort = values.Text(AssistantKeys.HealthPort) is "none" ? null : values.Number(AssistantKeys.HealthPort) ?? usual.HealthPort,
            // A value that is neither true nor false is the agent's reader's to tell of.
            LogContents = bool.TryParse(values.Text(AgentConfigurationKeys.LogContent), out var logsContents) && logsContents,
            TasksPerGroup = values.Number(AssistantKeys.TasksPerGroup) ?? usual.TasksPerGroup,
            Models = values.Text(AssistantKeys.Models)?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [],
            Shares = new RunShareOptions
            {
                RunsPerDay = values.Number(AssistantKeys.RunsPerDay) ?? usual.Shares.RunsPerDay,
                GroupSharePercent = values.Number(AssistantKeys.GroupShare) ?? usual.Shares.GroupSharePercent,
                MainReservePercent = values.Number(AssistantKeys.MainReserve) ?? usual.Shares.MainReservePercent,
            },
            Budget = new BudgetOptions
            {
                RunsAreBilled = values.Text(AgentConfigurationKeys.Runtime) is not ContainerAgentRuntime.Name,
                Plan = values.Word(AssistantKeys.WorkersPlan, ("paid", WorkersPlan.Paid), ("free", WorkersPlan.Free)) ?? usual.Budget.Plan,
                SavingFrom = values.Money(AssistantKeys.BudgetSavingFrom) ?? usual.Budget.SavingFrom,
                StopAt = values.Money(AssistantKeys.BudgetStopAt) ?? usual.Budget.StopAt,
                BillingDay = values.Number(AssistantKeys.BudgetBillingDay) ?? usual.Budget.BillingDay,
                RunsPerDayWhileSaving = values.Number(AssistantKeys.BudgetSavingRuns) ?? usual.Budget.RunsPerDayWhileSaving,
                SavingModel = values.Text(AssistantKeys.BudgetSavingModel),
                Model = new ModelBudgetOptions
                {
                    SavingFromUsd = values.Money(AssistantKeys.ModelBudgetSavingFrom),
                    StopAtUsd = values.Money(AssistantKeys.ModelBudgetStopAt),
                    GroupStopAtUsd = values.Money(AssistantKeys.ModelBudgetGroupStopAt),
                    Prices = values.Prices(AssistantKeys.ModelBudgetPrices),
                },
            },
        };
        var logLevel =
            values.Word(
                AssistantKeys.LogLevel,
                ("debug", LogLevel.Debug),
                ("info", LogLevel.Information),
                ("warn", LogLevel.Warning),
                ("error", LogLevel.Error),
                ("trace", LogLevel.Trace),
                ("information", LogLevel.Information),
                ("warning", LogLevel.Warning),
                ("fatal", LogLevel.Critical),
                ("critical", LogLevel.Critical)
            ) ?? LogLevel.Information;
        var logFormat = values.Word(AssistantKeys.LogFormat, ("text", LogFormat.Text), ("json", LogFormat.Json)) ?? LogFormat.Text;
        var pull = ReadPull(values, context.ProjectFolder, out var pullMistake);
        IReadOnlyList<string> mistakes =
        [
            .. values.Mistakes,
            .. pullMistake is null ? [] : new[] { pullMistake },
            .. FindMissingAllowlist(values, host),
            .. FindMissingRules(values, host),
            .. HostOptionsRules.FindMistakes(host).Select(AssistantKeys.InsteadOfNames),
        ];
        return mistakes.Count > 0
            ? throw new CliException($"The configuration is not right:\n  {string.Join("\n  ", mistakes)}", ExitCode.Usage)
            : new AssistantSettings
            {
                Configuration = configuration,
                StoreFolder = InProject(values.Text(AssistantKeys.StoreFolder) ?? "store"),
                Host = host,
                LogLevel = logLevel,
                LogFormat = logFormat,
                Pull = pull,
            };

        string InProject(string path) => Path.GetFullPath(path, context.ProjectFolder);
    }

    /// <summary>Opens the store, made if it is not there.</summary>
    /// <param name="exclusive">For the one process that runs the assistant; a command beside it takes no lock.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="StoreException">It is in use, newer, damaged or not accessible.</exception>
    public SqliteStore OpenStore(bool exclusive, TimeProvider time)
    {
        EndRestore(time);
        return SqliteStore.Open(
            new StoreOptions
            {
                Path = StorePath,
                AssistantName = Host.AssistantName,
                Exclusive = exclusive,
                TimeProvider = time,
            }
        );
    }

    /// <summary>Ends a restore that was killed, so that nobody sees half of it.</summary>
    public void EndRestore(TimeProvider time) => InterruptedRestore.End(Surroundings, time);

    private static PullSettings? ReadPull(SettingReader values, string folder, out string? mistake)
    {
        mistake = null;
        var every = values.Minutes(AssistantKeys.ConfigPullMinutes) ?? PullSettings.UsualEvery;
        if (values.Text(AssistantKeys.ConfigPullCommand) is not { } text)
        {
            return null;
        }

        if (CommandWords.Split(text) is not [_, ..] words)
        {
            mistake =
                $"{AssistantKeys.ConfigPullCommand} must be a program and its arguments, such as nanoclaw config pull --stack prod; a quotation mark is not closed.";
            return null;
        }

        if (every < TimeSpan.FromMinutes(1) || every > TimeSpan.FromDays(1))
        {
            mistake = $"{AssistantKeys.ConfigPullMinutes} must be from 1 to 1440.";
        }

        return new PullSettings(words, folder, every);
    }

    /// <summary>A list that was asked for and is not there must not mean that everybody may write.</summary>
    private static IEnumerable<string> FindMissingAllowlist(SettingReader values, HostOptions host)
    {
        if (values.Text(AssistantKeys.SenderAllowlist) is not null && host.SenderAllowlistPath is { } path && !Path.Exists(path))
        {
            yield return $"{AssistantKeys.SenderAllowlist} names {path}, which is not there or not to be seen by this user. Make it, or remove the setting: then everybody in a registered chat may write.";
        }
    }

    /// <summary>What has no name that the agent knows stays as it is, and is told as a mistake.</summary>
    private static string ZoneOf(string zone) => TimeZoneName.Resolve(zone) ?? zone;

    /// <summary>Rules that were asked for and are not there must not mean that others hold.</summary>
    private static IEnumerable<string> FindMissingRules(SettingReader values, HostOptions host)
    {
        if (values.Text(AssistantKeys.Rules) is not null && host.RulesPath is { } path && !Path.Exists(path))
        {
            yield return $"{AssistantKeys.Rules} names {path}, which is not there or not to be seen by this user. Make it ('nanoclaw rules show --defaults' begins one), or remove the setting: then the default rules hold.";
        }
    }

    private static string DefaultAllowlist() =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config", "nanoclaw", "sender-allowlist.json");
}
