using NanoClaw.Infra.Settings;

namespace NanoClaw.LocalCloud;

/// <summary>
/// The built-in settings of the stack <c>local</c>: a zone of this machine's own, on the Free plan, with everything
/// declared that a real one has.
/// </summary>
public static class LocalConfiguration
{
    /// <summary>Where the agent answers: RFC 6761 gives every name below <c>localhost</c> to this machine.</summary>
    public const string Hostname = "agent.localhost";

    /// <summary>The settings, with a model.</summary>
    public static StackConfiguration Create(ModelChoice model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [SettingKeys.AccountId] = "10ca10ca10ca10ca10ca10ca10ca10ca",
            [SettingKeys.ZoneId] = "10ca100000000000000000000000000f",
            [SettingKeys.Zone] = "localhost",
            [SettingKeys.ZonePlan] = "free",
            [SettingKeys.Hostname] = Hostname,
            [SettingKeys.ZoneRules] = "owner",
            [SettingKeys.AccessTeamDomain] = "local.cloudflareaccess.com",
            [SettingKeys.AdminEmails] = """["admin@example.com"]""",
            // There is nothing deployed to call.
            [SettingKeys.ContractCheck] = "false",
        };
        var configuration = new StackConfiguration { Stack = StackName.Local, Values = new Dictionary<string, string>(StringComparer.Ordinal) };
        return model.ApplyTo(configuration.With(values));
    }
}
