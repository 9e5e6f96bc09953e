namespace NanoClaw.Infra.Settings.Owning;

/// <summary>Reads what only the owner of a zone may say, and holds it against the zone's plan.</summary>
internal static class ZoneRulesParser
{
    public static ZoneRuleSettings? Read(SettingsReader reader, ZoneIdentity zone, string hostname, bool isOwner)
    {
        var hostnames = HostnamesParser.Read(reader, zone.Name, hostname, isOwner);
        var rules = new ZoneRuleSettings
        {
            Hostnames = hostnames,
            AgentDomain = HostnamesParser.ReadDomain(reader, zone.Name, hostnames, isOwner),
            RequireCredentialHeaders = reader.Flag(SettingKeys.RequireCredentialHeaders),
            ExtraRules = ExtraRulesParser.Read(reader, zone.Plan),
            RateLimit = EdgeRateLimitParser.Read(reader, zone.Plan, isOwner),
            ManagedRules = ManagedRulesParser.Read(reader, zone.Plan),
            ZoneSettings = reader.Flag(SettingKeys.ZoneSettings),
            HstsMaxAgeSeconds = reader.Integer(SettingKeys.HstsMaxAgeSeconds, 0, 63_072_000, "seconds"),
            HstsIncludeSubdomains = reader.Flag(SettingKeys.HstsIncludeSubdomains),
        };

        if (isOwner && hostnames.Count > 0)
        {
            CustomRulesRoom.Check(reader, zone.Plan, rules);
        }

        return isOwner ? rules : null;
    }
}
