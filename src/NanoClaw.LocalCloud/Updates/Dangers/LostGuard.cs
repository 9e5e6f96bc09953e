using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud.Updates.Dangers;

/// <summary>Guards that go, and doors that open.</summary>
internal static class LostGuard
{
    private static readonly (string Property, string Addresses)[] Doors = [("enabled", "workers.dev"), ("previewsEnabled", "preview addresses")];

    public static IEnumerable<Danger> Find(UpdatePlan plan) => plan.After.Resources.Count == 0 ? [] : [.. Rules(plan), .. Subdomain(plan)];

    private static IEnumerable<Danger> Rules(UpdatePlan plan)
    {
        var left = plan.After.OfType(ResourceTypes.Ruleset).SelectMany(Enabled).ToHashSet();
        foreach (var before in plan.Before.OfType(ResourceTypes.Ruleset))
        {
            var lost = Enabled(before).Where(r => !left.Contains(r)).Select(r => r.Rule).ToArray();
            if (lost.Length > 0)
            {
                yield return new Danger(DangerKind.Guard, before.Name, $"the zone would lose {string.Join(", ", lost)} in the phase {before.Text("phase")}.");
            }
        }
    }

    private static IEnumerable<(string? Phase, string Rule)> Enabled(DeployedResource ruleset) =>
        (ruleset.State["rules"] as JsonArray ?? [])
            .OfType<JsonObject>()
            .Where(r => r["enabled"]?.ToString() != "false")
            .Select(r => (ruleset.Text("phase"), r["ref"]?.ToString() ?? r["expression"]?.ToString() ?? "a rule without a name"));

    private static IEnumerable<Danger> Subdomain(UpdatePlan plan) =>
        plan.Of(ResourceTypes.Subdomain)
            .SelectMany(step =>
                Doors
                    .Where(d => step.After?.Text(d.Property) == "true" && step.Before?.Text(d.Property) != "true")
                    .Select(d => new Danger(DangerKind.Guard, step.Resource.Name, $"{d.Addresses} would reach the Worker past the zone's rules and Access."))
            );
}
