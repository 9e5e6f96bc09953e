using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud.Updates.Dangers;

/// <summary>Data that goes with a resource: a Worker's Durable Objects, a database, a bucket.</summary>
internal static class LostData
{
    public static IEnumerable<Danger> Find(UpdatePlan plan) => plan.Steps.SelectMany(Of);

    private static IEnumerable<Danger> Of(UpdateStep step) =>
        step.Resource.Type switch
        {
            ResourceTypes.Script => [.. Removed(step, Sessions(step.Before)), .. Migrated(step)],
            ResourceTypes.D1Database => Removed(step, "its tables"),
            ResourceTypes.R2Bucket => Removed(step, "its objects"),
            _ => [],
        };

    private static string? Sessions(DeployedResource? script) => Classes(script).Any() ? "its Durable Objects, every session and run in them" : null;

    private static IEnumerable<Danger> Removed(UpdateStep step, string? what)
    {
        if (!step.Removes || what is null)
        {
            return [];
        }

        var why =
            step.Kind == UpdateKind.Delete
                ? "it is no longer declared"
                : $"a new, empty one takes its place, since {string.Join(" and ", step.Changes.Where(c => c.Replaces).Select(c => c.Path))} changed";
        return [new Danger(DangerKind.Data, step.Before!.Name, $"would be deleted with {what}: {why}.")];
    }

    private static IEnumerable<Danger> Migrated(UpdateStep step)
    {
        if (step is not { Before: not null, After: { } after, Kind: UpdateKind.Update })
        {
            yield break;
        }

        if (after.State["migrations"]?["deletedClasses"] is JsonArray { Count: > 0 } deleted)
        {
            yield return new Danger(
                DangerKind.Data,
                after.Name,
                $"its migration would delete the Durable Objects of {string.Join(", ", deleted.Select(c => c!.ToString()))}."
            );
        }

        var unbound = Classes(step.Before).Except(Classes(after), StringComparer.Ordinal).ToArray();
        if (unbound.Length > 0)
        {
            yield return new Danger(
                DangerKind.Data,
                after.Name,
                $"would no longer reach the Durable Objects of {string.Join(", ", unbound)}: their data stays, and nothing reads it."
            );
        }
    }

    // Those of another Worker go with that one.
    private static IEnumerable<string> Classes(DeployedResource? script) =>
        WorkerState
            .Bindings(script)
            .Where(b => b["type"]?.ToString() == "durable_object_namespace" && b["scriptName"] is null)
            .Select(b => b["className"]!.ToString());
}
