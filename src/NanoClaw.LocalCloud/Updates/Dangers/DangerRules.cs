namespace NanoClaw.LocalCloud.Updates.Dangers;

/// <summary>Every rule that looks through an update.</summary>
internal static class DangerRules
{
    public static IReadOnlyList<Func<UpdatePlan, IEnumerable<Danger>>> All { get; } =
    [LostData.Find, LostHostname.Find, LostCredentials.Find, LostAccess.Find, LostGuard.Find, RefusedByPulumi.Find, RefusedByCloudflare.Find];

    /// <summary>The steps of one provider type.</summary>
    public static IEnumerable<UpdateStep> Of(this UpdatePlan plan, string type) => plan.Steps.Where(s => s.Resource.Type == type);

    /// <summary>The text of a property, or null.</summary>
    public static string? Text(this DeployedResource resource, string property) => resource.State[property]?.ToString();
}
