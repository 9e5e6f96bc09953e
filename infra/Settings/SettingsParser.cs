using NanoClaw.Edge.Plans;
using NanoClaw.Infra.Settings.Models;
using NanoClaw.Infra.Settings.Owning;

namespace NanoClaw.Infra.Settings;

/// <summary>Turns the configuration into <see cref="StackSettings"/>, or into all of its mistakes.</summary>
public static class SettingsParser
{
    internal const string ProductionName = "prod";

    // Cloudflare's location hints for D1 and R2.
    private static readonly string[] Locations = ["wnam", "enam", "weur", "eeur", "apac", "oc"];

    /// <summary>Reads the settings of one environment.</summary>
    /// <param name="environment">The stack's name.</param>
    /// <param name="values">The configuration: keys without their namespace, values as Pulumi hands them over.</param>
    /// <param name="encrypted">The keys that are stored encrypted; null where that is not known.</param>
    /// <exception cref="SettingsException">At least one value is missing, unknown, malformed or more than the plan allows.</exception>
    public static StackSettings Parse(string environment, IReadOnlyDictionary<string, string> values, IReadOnlySet<string>? encrypted = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(environment);
        ArgumentNullException.ThrowIfNull(values);

        var reader = new SettingsReader(values);
        reader.RefuseUnknownKeys();
        if (encrypted is not null)
        {
            reader.RefuseSecretsInClear(encrypted);
        }

        var zone = ReadZone(reader);
        var hostname = ReadHostname(reader, SettingKeys.Hostname, reader.RequiredText(SettingKeys.Hostname, "the hostname of the agent"), zone.Name) ?? "";
        var workersPaid = reader.Choice(SettingKeys.WorkersPlan, fallback: false, ("free", false), ("paid", true));
        var isOwner = reader.Choice(SettingKeys.ZoneRules, fallback: true, ("owner", true), ("member", false));
        var workerName = ReadWorkerName(reader, environment);
        var isLocal = zone.Name == SettingRules.LocalZone;
        var model = ModelParser.Read(reader, environment);

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
                EndGeneration = reader.Integer(SettingKeys.EndGeneration, 0, 1_000_000, "rotations"),
                ServiceTokenDays = reader.Integer(SettingKeys.ServiceTokenDays, 31, 3650, "days"),
            },
            Model = model,
            NextModels = NextModelsParser.Read(reader, model),
            ModelSilenceSeconds = reader.Integer(SettingKeys.ModelSilenceSeconds, 5, 600, "seconds"),
            Limits = WorkerLimitsParser.Read(reader, workersPaid, workerName, hostname),
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
            reader.Refuse(
                key,
                $"'{hostname}' is not a hostname: labels of a-z, 0-9 and '-', joined by dots, in lower case, without scheme or path",
                "Write it as in agent.example.com"
            );
            return null;
        }

        if (zoneName.Length > 0 && !SettingRules.IsWithin(hostname, zoneName))
        {
            reader.Refuse(
                key,
                $"'{hostname}' is outside the zone {zoneName}",
                $"Choose a name that ends with .{zoneName}, or correct {SettingKeys.Zone} and {SettingKeys.ZoneId}"
            );
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

        var plan = reader.Choice(SettingKeys.ZonePlan, ZonePlan.Free, [.. Enum.GetValues<ZonePlan>().Select(p => (PlanTable.NameOf(p), p))]);
        var advanced = reader.Flag(SettingKeys.AdvancedRateLimiting);
        if (advanced && plan != ZonePlan.Enterprise)
        {
            reader.Refuse(
                SettingKeys.AdvancedRateLimiting,
                $"it is an add-on of the enterprise plan, and {SettingKeys.ZonePlan} is {PlanTable.NameOf(plan)}",
                "Set it to false: token identity is limited in the Worker"
            );
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
            reader.Refuse(
                SettingKeys.WorkerName,
                $"'{name}' is not a Worker's name: a-z, 0-9 and '-', at most {SettingRules.LongestWorkerName} characters, and not {SettingRules.AdminSuffix} at its end",
                $"Choose one with 'pulumi config set {SettingKeys.WorkerName} <name>'"
            );
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
            reader.Refuse(
                SettingKeys.OwnerStack,
                $"the zone would have two owners: {SettingKeys.ZoneRules} is owner here as well, and two stacks overwrite each other's rules",
                $"Set {SettingKeys.ZoneRules} to member, or remove {SettingKeys.OwnerStack}"
            );
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
            reader.Refuse(
                SettingKeys.AccessTeamDomain,
                "it is not a Zero Trust team's domain",
                "Write it as in example.cloudflareaccess.com, without https://"
            );
        }

        return new()
        {
            TeamDomain = team,
            AdminEmails = ReadEmails(reader, SettingKeys.AdminEmails),
            AdminReadsConversations = reader.Flag(SettingKeys.AdminReadsConversations),
        };
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

    private static string? ReadLocation(SettingsReader reader)
    {
        var location = reader.Text(SettingKeys.StorageLocation);
        if (location is not null && !Locations.Contains(location, StringComparer.Ordinal))
        {
            reader.Refuse(
                SettingKeys.StorageLocation,
                "it is not one of Cloudflare's location hints",
                $"Choose {string.Join(", ", Locations)}, or leave it empty"
            );
        }

        return location;
    }
}
