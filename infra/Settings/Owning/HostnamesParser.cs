namespace NanoClaw.Infra.Settings.Owning;

/// <summary>Reads for which hostnames the zone's rules are.</summary>
internal static class HostnamesParser
{
    /// <returns>All of them, sorted, the stack's own among them; none for a member.</returns>
    public static IReadOnlyList<string> Read(SettingsReader reader, string zoneName, string hostname, bool isOwner)
    {
        var written = reader.List(SettingKeys.Hostnames);
        if (!isOwner)
        {
            if (written.Count > 0)
            {
                reader.Refuse(
                    SettingKeys.Hostnames,
                    $"only the owner of the zone's rules lists hostnames, and {SettingKeys.ZoneRules} is member",
                    $"Move the list to the owner's stack, or set {SettingKeys.ZoneRules} to owner"
                );
            }

            return [];
        }

        var valid = written.Select(h => SettingsParser.ReadHostname(reader, SettingKeys.Hostnames, h, zoneName)).OfType<string>().ToList();
        if (written.Count == 0 && hostname.Length > 0)
        {
            valid.Add(hostname);
        }
        else if (hostname.Length > 0 && !written.Contains(hostname, StringComparer.Ordinal))
        {
            reader.Refuse(
                SettingKeys.Hostnames,
                $"the stack's own hostname {hostname} is not among them",
                $"Add it: without it the zone's rules leave {hostname} unguarded"
            );
        }

        return [.. valid.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <returns>The domain under which every other hostname is refused; null: under each of them.</returns>
    public static string? ReadDomain(SettingsReader reader, string zoneName, IReadOnlyList<string> hostnames, bool isOwner)
    {
        var domain = reader.Text(SettingKeys.AgentDomain);
        if (domain is null || !isOwner || SettingsParser.ReadHostname(reader, SettingKeys.AgentDomain, domain, zoneName) is null)
        {
            return null;
        }

        foreach (var hostname in hostnames.Where(h => !SettingRules.IsWithin(h, domain)))
        {
            reader.Refuse(
                SettingKeys.AgentDomain,
                $"the hostname {hostname} is not under it",
                $"Choose a domain that all {SettingKeys.Hostnames} share, or leave it empty"
            );
        }

        return domain;
    }
}
