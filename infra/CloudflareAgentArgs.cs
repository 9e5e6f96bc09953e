using System.Globalization;
using System.Text.Json;
using NanoClaw.Infra.Settings;

namespace NanoClaw.Infra;

/// <summary>
/// What a <see cref="CloudflareAgent"/> is made from: what every environment has to say, and any other setting by its key. All are
/// plain values, since they decide what is declared; they are checked together, before anything is.
/// </summary>
public sealed record CloudflareAgentArgs
{
    /// <summary>The environment's name; the stack's where it is null.</summary>
    public string? Environment { get; init; }

    /// <summary>The account's id, 32 hexadecimal digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>The zone's id, 32 hexadecimal digits.</summary>
    public required string ZoneId { get; init; }

    /// <summary>The zone's domain, such as <c>example.com</c>.</summary>
    public required string Zone { get; init; }

    /// <summary>Where the agent answers, within the zone.</summary>
    public required string Hostname { get; init; }

    /// <summary>The Zero Trust team's domain, such as <c>example.cloudflareaccess.com</c>.</summary>
    public required string AccessTeamDomain { get; init; }

    /// <summary>Whether this stack declares the zone's rules and settings; false where another one does, as they exist once a zone.</summary>
    public bool OwnsZoneRules { get; init; } = true;

    /// <summary>People let in to <c>/admin</c>; where it is empty there is no such page.</summary>
    public IReadOnlyList<string> AdminEmails { get; init; } = [];

    /// <summary><c>anthropic</c>, <c>openai</c>, <c>workers-ai</c> or <c>demo</c>, which only repeats.</summary>
    public string ModelProvider { get; init; } = "anthropic";

    /// <summary>The model's name; required but for demo.</summary>
    public string? ModelName { get; init; }

    /// <summary>
    /// The model's API key, as <c>new Config().Require("modelApiKey")</c> gives it; it becomes a secret of the stack's
    /// state. Null where the provider needs none.
    /// </summary>
    public string? ModelApiKey { get; init; }

    /// <summary>The credentials' generation; raising it by one is all that a rotation takes.</summary>
    public int RotationVersion { get; init; } = 1;

    /// <summary>Any other setting, by its key in <c>Pulumi.yaml</c>, such as <c>zonePlan</c>; lists as JSON.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    internal Dictionary<string, string> ToSettings(string environment)
    {
        var own = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [SettingKeys.AccountId] = AccountId,
            [SettingKeys.ZoneId] = ZoneId,
            [SettingKeys.Zone] = Zone,
            [SettingKeys.Hostname] = Hostname,
            [SettingKeys.AccessTeamDomain] = AccessTeamDomain,
            [SettingKeys.ZoneRules] = OwnsZoneRules ? "owner" : "member",
            [SettingKeys.AdminEmails] = JsonSerializer.Serialize(AdminEmails),
            [SettingKeys.ModelProvider] = ModelProvider,
            [SettingKeys.ModelName] = ModelName ?? "",
            [SettingKeys.ModelApiKey] = ModelApiKey ?? "none",
            [SettingKeys.RotationVersion] = RotationVersion.ToString(CultureInfo.InvariantCulture),
        };
        var twice = Settings.Keys.Where(own.ContainsKey).Order(StringComparer.Ordinal).ToList();
        if (twice.Count > 0)
        {
            throw new SettingsException(
                environment,
                [
                    .. twice.Select(key => new SettingMistake(
                        key,
                        Value: null,
                        $"{nameof(Settings)} names it, and it has a property of its own",
                        $"Set {nameof(CloudflareAgentArgs)}'s property, and leave it out of {nameof(Settings)}"
                    )),
                ]
            );
        }

        foreach (var (key, value) in Settings)
        {
            own[key] = value;
        }

        return own;
    }
}
