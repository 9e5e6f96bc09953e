namespace NanoClaw.LocalCloud.Updates.Provider;

/// <summary>What exists once a zone.</summary>
internal static class ZoneBehaviours
{
    // A phase holds one entry point: a second is refused with 20217.
    public static ResourceBehaviour Ruleset { get; } =
        new()
        {
            Type = "cloudflare:index/ruleset:Ruleset",
            Source = "internal/services/ruleset/schema.go",
            Replaces = ["accountId", "kind", "name", "phase", "zoneId"],
            Defaults = new Dictionary<string, string>(StringComparer.Ordinal) { ["description"] = "\"\"", ["rules"] = "[]" },
            Unique = ["zoneId", "phase"],
        };

    // Its deletion removes it from the state only (resource.go).
    public static ResourceBehaviour ZoneSetting { get; } =
        new()
        {
            Type = "cloudflare:index/zoneSetting:ZoneSetting",
            Source = "internal/services/zone_setting/schema.go",
            Replaces = ["settingId", "zoneId"],
            Kept = ["enabled"],
            StaysWhenDeleted = true,
        };
}
