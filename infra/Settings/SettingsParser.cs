using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NanoClaw.Edge.Plans;

namespace NanoClaw.Infra.Settings;

/// <summary>Turns the configuration into <see cref="StackSettings"/>, or into all of its mistakes.</summary>
public static class SettingsParser
{
    private const string ProductionName = "prod";

    // A turn waits far more than it computes; what takes longer than this is a fault, and CPU is billed.
    private const int DefaultCpuMs = 5_000;

    // Cloudflare's location hints for D1 and R2.
    private static readonly string[] _locations = ["wnam", "enam", "weur", "eeur", "apac", "oc"];

    /// <summary>Reads the settings of one environment.</summary>
    /// <param name="environment">The stack's name.</param>
    /// <param name="values">The configuration: keys without their namespace, values as Pulumi hands them over.</param>
    /// <exception cref="SettingsException">At least one value is missing, unknown, malformed or more than the plan allows.</exception>
    public static StackSettings Parse(string environment, IReadOnlyDictionary<string, string> values)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(environment);
        ArgumentNullException.ThrowIfNull(values);

        var reader = new SettingsReader(values);
        reader.RefuseUnknownKeys();

        var zone = ReadZone(reader);
        var hostname = ReadHostname(reader, SettingKeys.Hostname, reader.RequiredText(SettingKeys.Hostname, "the hostname of the agent"), zone.Name) ?? "";
        var workersPaid = reader.Choice(SettingKeys.WorkersPlan, fallback: false, ("free", false), ("paid", true));
        var isOwner = reader.Choice(SettingKeys.ZoneRules, fallback: true, ("owner", true), ("member", false));
        var workerName = ReadWorkerName(reader, environment);
        var isLocal = zone.Name == SettingRules.LocalZone;

        var settings = new StackSettings
        {
            Environment = environment,
            AccountId = ReadId(reader, SettingKeys.AccountId, "the account's id, from the dashboard's address"),
            Zone = zone,
            Hostname = hostname,
            WorkerName = workerName,
            WorkersPaid = workersPaid,
            ZoneRules = ZoneRulesParser.Read(reader, zone, hostname, isOwner),
            OwnerStack = ReadOwnerStack(reader, isOwner),
            Access = ReadAccess(reader, isLocal),
            Credentials = new()
            {
                RotationVersion = reader.Integer(SettingKeys.RotationVersion, 1, 1_000_000, "rotations"),
                KeepPrevious = reader.Flag(SettingKeys.KeepPreviousCredentials),
                ServiceTokenDays = reader.Integer(SettingKeys.ServiceTokenDays, 31, 3650, "days"),
            },
            Model = ReadModel(reader, environment),
            Limits = ReadLimits(reader, workersPaid, workerName, hostname),
            LogSampling = reader.Integer(SettingKeys.LogSamplingPercent, 0, 100, "per cent") / 100.0,
            Alerts = new()
            {
                Emails = ReadEmails(reader, SettingKeys.AlertEmails),
                MonthlyBudgetUsd = reader.Integer(SettingKeys.MonthlyBudgetUsd, 5, 10_000, "US dollars"),
            },
            Storage = new()
            {
                D1 = reader.Flag(SettingKeys.D1),
                R2 = reader.Flag(SettingKeys.R2),
                Location = ReadLocation(reader),
                AiGateway = reader.Flag(SettingKeys.AiGateway),
                Protect = reader.Choice(SettingKeys.ProtectData, fallback: true, ("auto", environment == ProductionName), ("true", true), ("false", false)),
            },
            RequestTimeoutMs = reader.Integer(SettingKeys.RequestTimeoutMs, 1_000, 3_600_000, "milliseconds"),
            ContractCheck = reader.Flag(SettingKeys.ContractCheck),
        };

        return reader.Mistakes.Count == 0 ? settings : throw new SettingsException(environment, reader.Mistakes);
    }

    /// <summary>A well-formed hostname inside the zone, or null after the mistake was noted.</summary>
    internal static string? ReadHostname(SettingsReader reader, string key, string hostname, string zoneName)
    {
        if (hostname.Length == 0)
        {
            return null;
        }

        if (!SettingRules.IsHostname(hostname))
        {
            reader.Refuse(key, $"'{hostname}' is not a hostname: labels of a-z, 0-9 and '-', joined by dots, in lower case, without scheme or path", "Write it as in agent.example.com");
            return null;
        }

        if (zoneName.Length > 0 && !SettingRules.IsWithin(hostname, zoneName))
        {
            reader.Refuse(key, $"'{hostname}' is outside the zone {zoneName}", $"Choose a name that ends with .{zoneName}, or correct {SettingKeys.Zone} and {SettingKeys.ZoneId}");
            return null;
        }

        return hostname;
    }

    private static ZoneIdentity ReadZone(SettingsReader reader)
    {
        var id = ReadId(reader, SettingKeys.ZoneId, "the zone's id, from its overview page");
        var name = reader.RequiredText(SettingKeys.Zone, "the zone's domain");
        if (name.Length > 0 && !SettingRules.IsZoneName(name))
        {
            reader.Refuse(SettingKeys.Zone, "it is not a domain", "Write it as in example.com");
            name = "";
        }

        var plan = reader.Choice(
            SettingKeys.ZonePlan, ZonePlan.Free, [.. Enum.GetValues<ZonePlan>().Select(p => (PlanTable.NameOf(p), p))]);
        var advanced = reader.Flag(SettingKeys.AdvancedRateLimiting);
        if (advanced && plan != ZonePlan.Enterprise)
        {
            reader.Refuse(SettingKeys.AdvancedRateLimiting, $"it is an add-on of the enterprise plan, and {SettingKeys.ZonePlan} is {PlanTable.NameOf(plan)}", "Set it to false: token identity is limited in the Worker");
            advanced = false;
        }

        return new(id, name, PlanTable.For(plan, advanced));
    }

    private static string ReadId(SettingsReader reader, string key, string what)
    {
        var id = reader.RequiredText(key, what);
        if (id.Length > 0 && !SettingRules.IsId(id))
        {
            reader.Refuse(key, "it must be 32 lower-case hexadecimal digits", $"Copy {what}");
        }

        return id;
    }

    private static string ReadWorkerName(SettingsReader reader, string environment)
    {
        var name = reader.Text(SettingKeys.WorkerName) ?? $"{SettingKeys.Namespace}-{environment}".ToLowerInvariant();
        if (!SettingRules.IsWorkerName(name))
        {
            reader.Refuse(SettingKeys.WorkerName, $"'{name}' is not a Worker's name: a-z, 0-9 and '-', at most 63 characters", $"Choose one with 'pulumi config set {SettingKeys.WorkerName} <name>'");
        }

        return name;
    }

    private static string? ReadOwnerStack(SettingsReader reader, bool isOwner)
    {
        var stack = reader.Text(SettingKeys.OwnerStack);
        if (stack is null)
        {
            return null;
        }

        if (isOwner)
        {
            reader.Refuse(SettingKeys.OwnerStack, $"the zone would have two owners: {SettingKeys.ZoneRules} is owner here as well, and two stacks overwrite each other's rules", $"Set {SettingKeys.ZoneRules} to member, or remove {SettingKeys.OwnerStack}");
        }
        else if (!SettingRules.IsStackName(stack))
        {
            reader.Refuse(SettingKeys.OwnerStack, "it must name organisation, project and stack", "Write it as in organization/nanoclaw/prod");
        }

        return stack;
    }

    private static AccessSettings ReadAccess(SettingsReader reader, bool isLocal)
    {
        var team = reader.RequiredText(SettingKeys.AccessTeamDomain, "the Zero Trust team's domain");
        var isLocalTeam = isLocal && SettingRules.IsWithin(team.Split(':')[0], SettingRules.LocalZone);
        if (team.Length > 0 && !isLocalTeam && !SettingRules.IsTeamDomain(team))
        {
            reader.Refuse(SettingKeys.AccessTeamDomain, "it is not a Zero Trust team's domain", "Write it as in example.cloudflareaccess.com, without https://");
        }

        return new() { TeamDomain = team, AdminEmails = ReadEmails(reader, SettingKeys.AdminEmails) };
    }

    private static List<string> ReadEmails(SettingsReader reader, string key)
    {
        var emails = reader.List(key).Select(e => e.Trim().ToLowerInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        foreach (var email in emails.Where(e => !SettingRules.IsEmail(e)))
        {
            reader.Refuse(key, $"'{email}' is not an e-mail address of one person", "Write it as in ada@example.com; whole domains are not let in");
        }

        return emails;
    }

    private static ModelSettings ReadModel(SettingsReader reader, string environment)
    {
        var provider = reader.Choice(SettingKeys.ModelProvider, "anthropic", ("anthropic", "anthropic"), ("openai", "openai"), ("workers-ai", "workers-ai"), ("demo", "demo"));
        var name = reader.Text(SettingKeys.ModelName);
        var baseUrl = reader.Text(SettingKeys.ModelBaseUrl);
        var apiKey = reader.Text(SettingKeys.ModelApiKey);

        if (provider == "demo" && environment == ProductionName)
        {
            reader.Refuse(SettingKeys.ModelProvider, "the demo model only repeats what it is told, and this is production", "Choose anthropic, openai or workers-ai");
        }

        if (provider != "demo" && name is null)
        {
            reader.Refuse(SettingKeys.ModelName, $"it is missing, and {provider} needs one", $"Name the model with 'pulumi config set {SettingKeys.ModelName} <model>'");
        }

        var needsKey = provider is "anthropic" or "openai";
        if (needsKey && apiKey is null or "none")
        {
            reader.Refuse(SettingKeys.ModelApiKey, $"the secret is missing, and {provider} needs one", $"Set it with 'pulumi config set --secret {SettingKeys.ModelApiKey}'");
        }

        var gateway = reader.Flag(SettingKeys.AiGateway);
        if (gateway && !needsKey)
        {
            reader.Refuse(SettingKeys.AiGateway, $"the Worker calls a gateway for anthropic and openai only, and {SettingKeys.ModelProvider} is {provider}", "Set it to false");
        }
        else if (gateway && baseUrl is not null)
        {
            reader.Refuse(SettingKeys.ModelBaseUrl, $"the model cannot be called there and through the gateway ({SettingKeys.AiGateway})", $"Remove one: 'pulumi config rm {SettingKeys.ModelBaseUrl}', or set {SettingKeys.AiGateway} to false");
        }

        if (baseUrl is null && provider == "openai" && !gateway)
        {
            reader.Refuse(SettingKeys.ModelBaseUrl, "it is missing, and openai names an API, not a place", "Set it to https://api.openai.com/v1, or to another endpoint of the same API");
        }
        else if (baseUrl is not null && (!Uri.TryCreate(baseUrl, UriKind.Absolute, out var uri) || !IsSafeEndpoint(uri)))
        {
            reader.Refuse(SettingKeys.ModelBaseUrl, "it must be an https address without user, query or fragment (http only on this machine)", "Write it as in https://api.anthropic.com");
        }

        return new() { Provider = provider, Name = name, BaseUrl = baseUrl, ApiKey = needsKey && apiKey is not null ? new SecretText(apiKey) : null };
    }

    private static bool IsSafeEndpoint(Uri uri) =>
        (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0;

    private static WorkerLimitSettings ReadLimits(SettingsReader reader, bool workersPaid, string workerName, string hostname)
    {
        var perDay = reader.Integer(SettingKeys.RunsPerDay, 1, 1_000_000, "runs");
        var perMonth = reader.Integer(SettingKeys.RunsPerMonth, 1, 31_000_000, "runs");
        if (perDay > perMonth)
        {
            reader.Refuse(SettingKeys.RunsPerDay, $"a day may not have more runs than the month ({SettingKeys.RunsPerMonth} is {perMonth})", $"Lower it, or raise {SettingKeys.RunsPerMonth}");
        }

        // Workers Free has a fixed 10 ms and refuses an upload that names a limit: https://developers.cloudflare.com/workers/platform/limits/#cpu-time
        var cpuMs = reader.Integer(SettingKeys.CpuMs, 0, 300_000, "milliseconds");
        if (cpuMs > 0 && !workersPaid)
        {
            reader.Refuse(SettingKeys.CpuMs, $"a CPU limit of one's own needs Workers Paid, and {SettingKeys.WorkersPlan} is free", $"Set it to 0, or {SettingKeys.WorkersPlan} to paid");
        }

        var counters = reader.Integer(SettingKeys.RateLimitNamespace, 0, 2_000_000_000, "a namespace");
        return new()
        {
            TokenRateLimit = reader.Integer(SettingKeys.TokenRateLimit, 1, 100_000, "requests"),
            IpRateLimit = reader.Integer(SettingKeys.IpRateLimit, 1, 100_000, "requests"),
            RateLimitPeriod = reader.Choice(SettingKeys.RateLimitPeriod, 60, ("10", 10), ("60", 60)),
            RateLimitNamespace = counters > 0 ? counters : NamespaceOf($"{workerName}@{hostname}"),
            RunsPerDay = perDay,
            RunsPerMonth = perMonth,
            MaxSteps = reader.Integer(SettingKeys.MaxSteps, 1, 100, "model calls"),
            MaxTurnSeconds = reader.Integer(SettingKeys.MaxTurnSeconds, 10, 3_600, "seconds"),
            MaxOutputTokens = reader.Integer(SettingKeys.MaxOutputTokens, 256, 200_000, "tokens"),
            HistoryTokens = reader.Integer(SettingKeys.HistoryTokens, 1_000, 1_000_000, "tokens"),
            RunRetentionHours = reader.Integer(SettingKeys.RunRetentionHours, 1, 720, "hours"),
            CpuMs = cpuMs > 0 ? cpuMs : workersPaid ? DefaultCpuMs : null,
        };
    }

    private static string? ReadLocation(SettingsReader reader)
    {
        var location = reader.Text(SettingKeys.StorageLocation);
        if (location is not null && !_locations.Contains(location, StringComparer.Ordinal))
        {
            reader.Refuse(SettingKeys.StorageLocation, "it is not one of Cloudflare's location hints", $"Choose {string.Join(", ", _locations)}, or leave it empty");
        }

        return location;
    }

    // Any number that no other environment of the account has; even, because the counter by address takes the next one.
    private static int NamespaceOf(string identity) =>
        (int)(100_000 + (BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(identity))) % 900_000_000 * 2));
}
