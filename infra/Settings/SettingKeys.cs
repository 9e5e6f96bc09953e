namespace NanoClaw.Infra.Settings;

/// <summary>
/// Every key there is. A key that is not here is an error, and a test holds this list and <c>Pulumi.yaml</c> together.
/// An empty default stands for "not set": Pulumi treats a declared key without a default as required.
/// </summary>
public static class SettingKeys
{
    public const string Namespace = "nanoclaw";

    public const string AccountId = "accountId";
    public const string ZoneId = "zoneId";
    public const string Zone = "zone";
    public const string ZonePlan = "zonePlan";
    public const string AdvancedRateLimiting = "advancedRateLimiting";
    public const string WorkersPlan = "workersPlan";
    public const string Hostname = "hostname";
    public const string WorkerName = "workerName";

    public const string ZoneRules = "zoneRules";
    public const string Hostnames = "hostnames";
    public const string AgentDomain = "agentDomain";
    public const string OwnerStack = "ownerStack";
    public const string RequireCredentialHeaders = "requireCredentialHeaders";
    public const string ExtraRules = "extraRules";
    public const string EdgeRateLimit = "edgeRateLimit";
    public const string EdgeRateLimitPeriod = "edgeRateLimitPeriod";
    public const string EdgeRateLimitTimeout = "edgeRateLimitTimeout";
    public const string ManagedRules = "managedRules";
    public const string ZoneSettings = "zoneSettings";
    public const string HstsMaxAgeSeconds = "hstsMaxAgeSeconds";
    public const string HstsIncludeSubdomains = "hstsIncludeSubdomains";

    public const string AccessTeamDomain = "accessTeamDomain";
    public const string AdminEmails = "adminEmails";
    public const string AdminReadsConversations = "adminReadsConversations";
    public const string RotationVersion = "rotationVersion";
    public const string KeepPreviousCredentials = "keepPreviousCredentials";
    public const string EndGeneration = "endGeneration";
    public const string ServiceTokenDays = "serviceTokenDays";

    public const string ModelProvider = "modelProvider";
    public const string ModelName = "modelName";
    public const string ModelBaseUrl = "modelBaseUrl";
    public const string ModelDialect = "modelDialect";
    public const string ModelApiKey = "modelApiKey";
    public const string NextModels = "nextModels";
    public const string ModelApiKey2 = "modelApiKey2";
    public const string ModelApiKey3 = "modelApiKey3";
    public const string ModelApiKey4 = "modelApiKey4";
    public const string ModelSilenceSeconds = "modelSilenceSeconds";

    public const string TokenRateLimit = "tokenRateLimit";
    public const string IpRateLimit = "ipRateLimit";
    public const string RateLimitPeriod = "rateLimitPeriod";
    public const string RateLimitNamespace = "rateLimitNamespace";
    public const string RunsPerDay = "runsPerDay";
    public const string RunsPerMonth = "runsPerMonth";
    public const string MaxSteps = "maxSteps";
    public const string MaxTurnSeconds = "maxTurnSeconds";
    public const string MaxOutputTokens = "maxOutputTokens";
    public const string MaxInputTokens = "maxInputTokens";
    public const string MaxSentMessages = "maxSentMessages";
    public const string MaxWebReads = "maxWebReads";
    public const string HistoryTokens = "historyTokens";
    public const string RunRetentionHours = "runRetentionHours";
    public const string SessionRetentionDays = "sessionRetentionDays";
    public const string CpuMs = "cpuMs";
    public const string RequestTimeoutMs = "requestTimeoutMs";

    public const string LogSamplingPercent = "logSamplingPercent";
    public const string AlertEmails = "alertEmails";
    public const string MonthlyBudgetUsd = "monthlyBudgetUsd";

    public const string D1 = "d1";
    public const string R2 = "r2";
    public const string StorageLocation = "storageLocation";
    public const string AiGateway = "aiGateway";
    public const string AiGatewayToken = "aiGatewayToken";
    public const string ProtectData = "protectData";

    public const string ContractCheck = "contractCheck";

    /// <summary>The list, in the order of <c>Pulumi.yaml</c>.</summary>
    public static IReadOnlyList<SettingDefinition> All { get; } =
    [
        new(AccountId, SettingType.Text),
        new(ZoneId, SettingType.Text),
        new(Zone, SettingType.Text),
        new(ZonePlan, SettingType.Text, "free"),
        new(AdvancedRateLimiting, SettingType.Flag, "false"),
        new(WorkersPlan, SettingType.Text, "free"),
        new(Hostname, SettingType.Text),
        new(WorkerName, SettingType.Text, ""),
        new(ZoneRules, SettingType.Text),
        new(Hostnames, SettingType.List, "[]"),
        new(AgentDomain, SettingType.Text, ""),
        new(OwnerStack, SettingType.Text, ""),
        new(RequireCredentialHeaders, SettingType.Flag, "true"),
        new(ExtraRules, SettingType.List, "[]"),
        new(EdgeRateLimit, SettingType.Number, "50"),
        new(EdgeRateLimitPeriod, SettingType.Number, "10"),
        new(EdgeRateLimitTimeout, SettingType.Number, "10"),
        new(ManagedRules, SettingType.Text, "auto"),
        new(ZoneSettings, SettingType.Flag, "true"),
        new(HstsMaxAgeSeconds, SettingType.Number, "15552000"),
        new(HstsIncludeSubdomains, SettingType.Flag, "false"),
        new(AccessTeamDomain, SettingType.Text),
        new(AdminEmails, SettingType.List, "[]"),
        new(AdminReadsConversations, SettingType.Flag, "false"),
        new(RotationVersion, SettingType.Number, "1"),
        new(KeepPreviousCredentials, SettingType.Flag, "true"),
        new(EndGeneration, SettingType.Number, "0"),
        new(ServiceTokenDays, SettingType.Number, "365"),
        new(ModelProvider, SettingType.Text, "anthropic"),
        new(ModelName, SettingType.Text, ""),
        new(ModelBaseUrl, SettingType.Text, ""),
        new(ModelDialect, SettingType.Text, "auto"),
        new(ModelApiKey, SettingType.Text, Default: null, Secret: true),
        new(NextModels, SettingType.List, "[]"),
        new(ModelApiKey2, SettingType.Text, "", Secret: true),
        new(ModelApiKey3, SettingType.Text, "", Secret: true),
        new(ModelApiKey4, SettingType.Text, "", Secret: true),
        new(ModelSilenceSeconds, SettingType.Number, "60"),
        new(TokenRateLimit, SettingType.Number, "60"),
        new(IpRateLimit, SettingType.Number, "120"),
        new(RateLimitPeriod, SettingType.Number, "60"),
        new(RateLimitNamespace, SettingType.Number, "0"),
        new(RunsPerDay, SettingType.Number, "200"),
        new(RunsPerMonth, SettingType.Number, "3000"),
        new(MaxSteps, SettingType.Number, "20"),
        new(MaxTurnSeconds, SettingType.Number, "300"),
        new(MaxOutputTokens, SettingType.Number, "8192"),
        new(MaxInputTokens, SettingType.Number, "500000"),
        new(MaxSentMessages, SettingType.Number, "10"),
        new(MaxWebReads, SettingType.Number, "10"),
        new(HistoryTokens, SettingType.Number, "24000"),
        new(RunRetentionHours, SettingType.Number, "24"),
        new(SessionRetentionDays, SettingType.Number, "90"),
        new(CpuMs, SettingType.Number, "0"),
        new(RequestTimeoutMs, SettingType.Number, "120000"),
        new(LogSamplingPercent, SettingType.Number, "100"),
        new(AlertEmails, SettingType.List, "[]"),
        new(MonthlyBudgetUsd, SettingType.Number, "15"),
        new(D1, SettingType.Flag, "false"),
        new(R2, SettingType.Flag, "false"),
        new(StorageLocation, SettingType.Text, ""),
        new(AiGateway, SettingType.Flag, "false"),
        new(AiGatewayToken, SettingType.Text, "", Secret: true),
        new(ProtectData, SettingType.Text, "auto"),
        new(ContractCheck, SettingType.Flag, "true"),
    ];

    private static readonly Dictionary<string, SettingDefinition> ByKey = All.ToDictionary(d => d.Key, StringComparer.Ordinal);

    /// <summary>The definition of a key; null where there is none.</summary>
    public static SettingDefinition? Find(string key) => ByKey.GetValueOrDefault(key);
}
