using NanoClaw.LocalCloud.Updates.Provider;

namespace NanoClaw.LocalCloud.Updates.Dangers;

/// <summary>What the API does not take: a second of what there can be one of, and null for what always is.</summary>
internal static class RefusedByCloudflare
{
    public static IEnumerable<Danger> Find(UpdatePlan plan) => plan.Steps.SelectMany(step => Of(plan, step));

    private static IEnumerable<Danger> Of(UpdatePlan plan, UpdateStep step)
    {
        if (ProviderTable.Find(step.Resource.Type) is not { } behaviour)
        {
            yield break;
        }

        if (
            step is { Kind: UpdateKind.Create or UpdateKind.Replace, After: { } made }
            && behaviour.Unique.Count > 0
            && Leaving(plan, made).FirstOrDefault(b => behaviour.Unique.All(p => b.Text(p) == made.Text(p))) is { } stands
        )
        {
            yield return new Danger(
                DangerKind.Refused,
                made.Name,
                $"it would be made before {(stands.Urn == made.Urn ? "the old one" : stands.Name)} goes, and there can be only one with this {string.Join(" and ", behaviour.Unique)}. {WayOut(step)}"
            );
        }

        if (step is { Kind: UpdateKind.Update })
        {
            foreach (var change in step.Changes.Where(c => c.After is null && behaviour.RefusesNull.Contains(c.Path, StringComparer.Ordinal)))
            {
                yield return new Danger(
                    DangerKind.Refused,
                    step.Resource.Name,
                    $"{change.Path} stands and would be taken away, for which the provider sends null: the API refuses that. Declare it."
                );
            }
        }
    }

    // What goes only after everything new is made.
    private static IEnumerable<DeployedResource> Leaving(UpdatePlan plan, DeployedResource made) =>
        plan.Of(made.Type).Where(s => s.Kind is UpdateKind.Delete || (s.Kind is UpdateKind.Replace && !s.After!.DeleteBeforeReplace)).Select(s => s.Before!);

    private static string WayOut(UpdateStep step) =>
        step.Resource.Type == ResourceTypes.Ruleset
            ? "Cloudflare refuses a second entry point of a phase (20217). "
                + (
                    step.Kind == UpdateKind.Replace
                        ? $"Leave {string.Join(" and ", step.Changes.Where(c => c.Replaces).Select(c => c.Path))} as it stands."
                        : "Leave the logical name as it stands, or alias it."
                )
            : "Leave its name as it stands, or take the old one away by itself first.";
}
